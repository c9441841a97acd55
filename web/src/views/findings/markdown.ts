// Findings as Markdown, with the facts of the command line's --format md. Text from the program never becomes markup, a link or a mention.
import type { Diagnosis, Finding, PathStep, Place, SourceLines, Suspect, Suspects } from '../../api/types.ts';
import { t } from '../../i18n/index.ts';
import { bytes, count, percent, signedBytes } from '../../text/format.ts';
import { visible } from '../../text/untrusted.ts';
import type { Bound, FullFinding, FullSuspect } from './fullReports.ts';
import { confidenceText, headline, rateText, reasonBelow, roundName, sentences } from './growth.ts';
import { withoutNestedRoots } from './path.ts';
import { edgeText, nodeText, placeText } from './words.ts';

export function diagnosisMarkdown(report: Diagnosis, sources: readonly (SourceLines | null)[]): string {
  const several = report.findings.length > 1;
  return blocks([
    `${t(verdictKey(report.verdict)).toUpperCase()}  **${plain(headline(report))}**`,
    report.findings.length === 0 ? plain(reasonBelow(report) ?? '') : '',
    plain(report.target),
    ...report.findings.map((finding, index) =>
      findingMarkdown(finding, report.language, sources[index] ?? null, several ? `${index + 1}. ` : '')),
    report.findings.length > 0 ? `## ${t('findHowSure')}\n\n${plain(report.reason)}` : '',
    ...(report.ignored.length > 0
      ? [`${t('findIgnored')}: ${report.ignored.map(one => `${plain(one.title)} (${code(one.fingerprint)})`).join('; ')}`] : []),
    ...report.bounded.map(one => `${t('findBounded')}: ${plain(boundedText(one))}`),
    roundsTable(report),
  ]);
}

export function findingMarkdown(finding: Finding, language: 'en' | 'zh', source: SourceLines | null, number = ''): string {
  const { details, bound } = finding as FullFinding;
  const rate = rateText(finding);
  return blocks([
    `## ${number}${plain(finding.title)}`,
    plain(finding.explanation),
    list([
      rate === null ? '' : `${t('findGrowth')}: ${rate}`,
      finding.holder.retainedBytes > 0 ? `${t('findFrees')}: ${bytes(finding.holder.retainedBytes)}` : '',
      `${t('findHolder')}: ${plain(finding.holder.path)}`,
    ]),
    whereMarkdown(finding.location, details.declaration ?? null, source),
    stackMarkdown(finding),
    pathMarkdown(finding.retainerPath),
    details.alsoHeldBy === undefined ? '' : t('findAlsoHeld', { others: details.alsoHeldBy.map(plain).join(', ') }),
    bound === null || bound === undefined ? '' : plain(boundSentence(bound)),
    `## ${t('findWhatToDo')}\n\n${plain(sentences(language, finding.advice.why, finding.advice.fix))}`,
    plain(alsoFilledText(details.alsoFilled ?? [])),
    finding.advice.example === '' ? '' : fence(finding.advice.example, 'js'),
    finding.lintRule === null ? '' : plain(t('findLintText', { rule: finding.lintRule })),
    `${plain(t('findSure', { confidence: confidenceText(finding.confidence), evidence: finding.evidence.join('; ') }))} `
      + `${t('findFingerprint')} ${code(finding.fingerprint)}`,
  ]);
}

export function suspectsMarkdown(report: Suspects, sources: readonly (SourceLines | null)[]): string {
  return blocks([
    `${t(verdictKey(report.verdict)).toUpperCase()}  **${plain(report.reason)}**`,
    plain(report.file),
    ...report.suspects.map((suspect, index) =>
      suspectMarkdown(suspect, sources[index] ?? null, report.suspects.length > 1 ? `${index + 1}. ` : '')),
    ...report.signs.map(plain),
  ]);
}

export function suspectMarkdown(suspect: Suspect, source: SourceLines | null, number = ''): string {
  const { details, bound } = suspect as FullSuspect;
  return blocks([
    `## ${number}${plain(suspect.title)}`,
    plain(suspect.explanation),
    `## ${t('findWhySuspected')}\n\n${list(suspect.reasons.map(plain))}`,
    list([
      `${t('findHolds')}: ${bytes(suspect.heldBytes)} (${percent(suspect.share)})`,
      `${t('findHolder')}: ${plain(suspect.holder.path)}`,
    ]),
    bound === null ? '' : plain(suspectBoundSentence(bound)),
    whereMarkdown(suspect.location, details.declaration ?? null, source),
    pathMarkdown(suspect.retainerPath),
    details.alsoHeldBy === undefined ? '' : t('findAlsoHeld', { others: details.alsoHeldBy.map(plain).join(', ') }),
    `${t('findFingerprint')} ${code(suspect.fingerprint)}`,
  ]);
}

export function verdictKey(verdict: Diagnosis['verdict'] | Suspects['verdict']) {
  switch (verdict) {
    case 'leak': return 'findVerdictLeak';
    case 'no-leak': return 'findVerdictNoLeak';
    case 'suspects': return 'findVerdictSuspects';
    case 'no-suspects': return 'findVerdictNoSuspects';
    default: return 'findVerdictInconclusive';
  }
}

export function boundedText({ path, entries, isDrained }: Diagnosis['bounded'][number]): string {
  if (isDrained) return t('findDrained', { path });
  return entries === null ? t('findBoundedPlain', { path }) : t('findBoundedEntries', { path, entries: count(entries) });
}

export function boundSentence(bound: Bound): string {
  const what = bound.byAge ? t('findBoundAge')
    : bound.limit === null ? t('findBoundUnknown') : t('findBoundSize', { limit: count(bound.limit) });
  return withPlace(what, bound.location);
}

/** The same for a suspect, without the run: there is only one snapshot. */
export function suspectBoundSentence(bound: Bound): string {
  if (bound.byAge || bound.limit === null) return boundSentence(bound);
  return withPlace(t('findIsBounded', { limit: count(bound.limit) }), bound.location);
}

/** What else the same call adds to; empty if nothing. */
export function alsoFilledText(others: readonly { name: string; location: Place | null }[]): string {
  if (others.length === 0) return '';
  const names = others.map(({ name, location }) => (location === null ? name : `${name} (${placeText(location)})`));
  return t('findAlsoFilled', { others: names.join(', ') });
}

function withPlace(sentence: string, place: Place | null): string {
  return place === null ? sentence : `${sentence} ${t('findBoundAt', { place: placeText(place) })}`;
}

function whereMarkdown(place: Place | null, declaration: string | null, source: SourceLines | null): string {
  if (place === null) return '';
  const inFunction = place.function !== null && place.function !== '' ? ` ${plain(t('findInFunction', { name: place.function }))}` : '';
  const lines = source !== null
    ? source.lines.map((line, index) => numbered(source.firstLine + index, line, source.firstLine + index === source.line))
    : place.source !== null ? [numbered(place.line, place.source, false)] : [];
  return blocks([
    `## ${t('findWhere')}`,
    `${code(placeText(place))}${inFunction}`,
    lines.length === 0 ? '' : fence(lines.join('\n'), 'text'),
    declaration === null ? '' : plain(t('findDeclared', { place: declaration })),
  ]);
}

function numbered(line: number, text: string, isMeant: boolean): string {
  return `${isMeant ? '>' : ' '} ${String(line).padStart(4)}  ${text}`;
}

function pathMarkdown(path: readonly PathStep[]): string {
  if (path.length === 0) return '';
  const rows = withoutNestedRoots(path).map(step => [
    code(edgeText(step.edgeType, step.edge)),
    code(nodeText(step)) + (step.repeat > 1 ? ` ${t('findTimes', { count: count(step.repeat) })}` : ''),
    code(`@${step.nodeId}`),
    bytes(step.retainedBytes),
    step.location === null ? '' : code(placeText(step.location)),
  ]);
  const head = [t('findPathThrough'), t('findPathTo'), 'ID', t('findPathRetained'), t('findPathCode')];
  return `## ${t('findWhatHolds')}\n\n${table(head, [2, 3], rows)}`;
}

function stackMarkdown(finding: Finding): string {
  const stack = finding.allocatedBy;
  if (stack === null || stack === undefined) return '';
  const lines = stack.frames.map(frame => {
    const name = frame.function ?? t('findAnonymous');
    const where = frame.library === 'node' ? t('findInNode')
      : frame.library !== null ? t('findInLibrary', { library: frame.library })
        : frame.location === null ? '' : placeText(frame.location);
    return where === '' ? name : `${name}  ${where}`;
  });
  return `## ${t(finding.pattern === 'descriptors' ? 'findOpenedBy' : 'findAllocatedBy')}\n\n${fence(lines.join('\n'), 'text')}`;
}

function roundsTable({ rounds }: Diagnosis): string {
  if (!rounds.some(round => round.heapUsedBytes !== null)) return '';
  const rows = rounds.map((round, index) => {
    const [now, before] = [round.heapUsedBytes, rounds[index - 1]?.heapUsedBytes ?? null];
    return [
      roundName(rounds, index),
      round.requests === null ? '' : count(round.requests),
      now === null ? '' : bytes(now),
      now === null || before === null ? '' : signedBytes(now - before),
      round.rssBytes === null ? '' : bytes(round.rssBytes),
    ];
  });
  const head = [t('findRound'), t('findRequests'), t('findMeasureHeap'), t('findChange'), 'RSS'];
  return `## ${t('findRounds')}\n\n${table(head, [1, 2, 3, 4], rows)}`;
}

function table(head: readonly string[], numbers: readonly number[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (numbers.includes(index) ? '---:' : '---'))), ...rows.map(line)].join('\n');
}

function blocks(parts: readonly string[]): string {
  return parts.filter(part => part !== '').map(part => part.trimEnd()).join('\n\n') + '\n';
}

function list(rows: readonly string[]): string {
  return rows.filter(row => row !== '').map(row => `- ${row}`).join('\n');
}

/** Escapes markup, so that the text reads as it is. */
function plain(text: string): string {
  return visible(text).replaceAll(/[\\`*_[\]<>|#~@]/g, '\\$&');
}

/** A code span; its fence is longer than any run of backticks inside, and a bar would end a cell. */
function code(text: string): string {
  const shown = visible(text);
  if (shown === '') return '';
  const fenceText = '`'.repeat(longestRun(shown) + 1);
  const space = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fenceText}${space}${shown.replaceAll('|', '\\|')}${space}${fenceText}`;
}

function fence(text: string, language: string): string {
  const shown = visible(text, true);
  const marks = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${marks}${language}\n${shown}\n${marks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
