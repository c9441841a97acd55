// What a finding says in figures, and the rounds as a curve and a table.
import type { Diagnosis, Finding, Round } from '../../api/types.ts';
import { t } from '../../i18n/index.ts';
import { bytes, count } from '../../text/format.ts';
import type { FullFinding } from './fullReports.ts';

const maxClasses = 3;
const small = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** "1.8 kB per request", or per second or round, whichever the growth follows; null if it is not known. */
export function rateText(finding: Finding): string | null {
  const { rate } = finding as FullFinding;
  if (rate === null || rate === undefined)
    return finding.bytesPerRequest === null ? null : t('findPerRequest', { bytes: bytes(finding.bytesPerRequest) });
  if (rate.bytes === 0) return null;
  const key = rate.basis === 'request' ? 'findPerRequest' : rate.basis === 'second' ? 'findPerSecond' : 'findPerRound';
  return t(key, { bytes: bytes(rate.bytes) });
}

/** How many objects the holder gains: "1 per request". */
export function objectRateText(finding: Finding): string | null {
  const { rate } = finding as FullFinding;
  if (rate?.objects === null || rate?.objects === undefined) return null;
  const key = rate.basis === 'request' ? 'findObjectsPerRequest'
    : rate.basis === 'second' ? 'findObjectsPerSecond' : 'findObjectsPerRound';
  return t(key, { count: small.format(rate.objects) });
}

interface ClassRate {
  className: string;
  perRequest: number | null;
  /** Objects born in each interval that are still alive. */
  survivors: number[];
}

/** The classes of what leaks, most important first, with how many more there are. */
export function classRates(finding: Finding): { rows: ClassRate[]; more: number } {
  const names = Object.keys(finding.survivorsPerRound);
  const all = names.length > 0 ? names : Object.keys(finding.objectsPerRequest);
  const rows = all.slice(0, maxClasses).map(className => ({
    className,
    perRequest: finding.objectsPerRequest[className] ?? null,
    survivors: finding.survivorsPerRound[className] ?? [],
  }));
  return { rows, more: all.length - rows.length };
}

export function perRequestText(value: number): string {
  return small.format(value);
}

/** The class whose objects leak: that of the holder's entries. */
export function leakedClass(finding: Finding): string | null {
  return Object.keys(finding.survivorsPerRound)[0] ?? Object.keys(finding.objectsPerRequest)[0] ?? null;
}

interface RoundPoint {
  /** Rounds of usual length since the baseline. */
  x: number;
  name: string;
  round: Round;
}

/** The rounds on an axis of usual rounds: a burst worth twenty is twenty long, so that a steady rate is a straight line. */
export function roundPoints(rounds: readonly Round[]): RoundPoint[] {
  let x = 0;
  return rounds.map((round, index) => {
    if (index > 0) x += Math.max(1, round.worth);
    return { x, name: roundName(rounds, index), round };
  });
}

export function roundName(rounds: readonly Round[], index: number): string {
  const round = rounds[index];
  if (index === 0) return t('findBaseline');
  if (round !== undefined && round.worth > 1) return t('findBurst');
  return round?.isConfirmation === true ? t('findLast') : count(index);
}

const measures = [
  { key: 'heapUsedBytes', chart: 'floors', name: 'findMeasureHeap', color: '--kind-object' },
  { key: 'externalBytes', chart: 'floors', name: 'findMeasureExternal', color: '--kind-native' },
  { key: 'arrayBuffersBytes', chart: 'floors', name: 'findMeasureBuffers', color: '--kind-array' },
  { key: 'rssBytes', chart: 'rss', name: 'findMeasureRss', color: '--kind-system' },
  { key: 'fileDescriptors', chart: 'descriptors', name: 'findMeasureDescriptors', color: '--kind-closure' },
] as const;

/** The curves of what was measured: the floors; RSS, which is no floor and on another scale; open descriptors. */
export function roundSeries(rounds: readonly Round[], which: (typeof measures)[number]['chart']) {
  const points = roundPoints(rounds);
  return measures
    .filter(({ key, chart }) => chart === which && rounds.some(round => round[key] !== null))
    .map(({ key, name, color }) => ({
      name: t(name),
      color,
      points: points.map(({ x, round }) => [x, round[key]] as const),
    }));
}

/** The first sentence of a text, and the rest. The point in "12.6 MB" does not end a sentence. */
export function firstSentence(text: string): [first: string, rest: string] {
  const end = /[.!?](?= \S)|[。！？]/u.exec(text);
  const at = end === null ? text.length : end.index + 1;
  return [text.slice(0, at).trim(), text.slice(at).trim()];
}

/** What was found, in one line. */
export function headline(report: Diagnosis): string {
  const [only, second] = report.findings;
  if (only === undefined || report.verdict !== 'leak') return firstSentence(report.reason)[0];
  if (second === undefined) return only.title;
  return t('findSeveralLeaks', { count: report.findings.length, bytes: bytes(report.growth.bytesPerRound ?? 0) });
}

export function confidenceText(confidence: Finding['confidence']): string {
  return t(confidence === 'high' ? 'findHighConfidence' : confidence === 'medium' ? 'findMediumConfidence' : 'findLowConfidence');
}

/** The reason, without what the headline already says; null if nothing is left. */
export function reasonBelow(report: Diagnosis): string | null {
  const [first, rest] = firstSentence(report.reason);
  const below = headline(report) === first ? rest : report.reason;
  return below === '' ? null : below;
}

/** Joins sentences: with a space, except in Chinese. */
export function sentences(language: 'en' | 'zh', ...parts: string[]): string {
  return parts.filter(part => part !== '').join(language === 'zh' ? '' : ' ');
}
