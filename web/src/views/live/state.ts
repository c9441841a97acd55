// What is known of a watched process, and its curves.
import type { Events } from '../../api/events.ts';
import type { LiveState, Sample } from '../../api/types.ts';
import type { Point } from '../../charts/curveData.ts';
import { isFull } from '../gclog/gcText.ts';
import type { WatchCollection } from '../gclog/gcReport.ts';

/** An hour of readings. */
const maxSamples = 3600;

/** A limit above this many times the use is not drawn: the curve would be a flat line at the bottom. */
const maxHeadroom = 3;

type LiveNews = Events['live'];

/** The state with what an event adds. Events of other processes change nothing. */
export function withNews(state: LiveState, news: LiveNews): LiveState {
  if (news.pid !== state.pid) return state;
  const { sample, spaces, ...rest } = news;
  const last = state.samples.at(-1);
  const isNew = sample !== null && (last === undefined || sample.seconds > last.seconds);
  return {
    ...state,
    ...rest,
    nodeVersion: rest.nodeVersion ?? state.nodeVersion,
    script: rest.script ?? state.script,
    spaces: spaces === null || spaces.length === 0 ? state.spaces : spaces,
    samples: isNew ? [...state.samples, sample].slice(-maxSamples) : state.samples,
  };
}

/** By the seconds of the readings. */
interface LiveCurves {
  heapUsed: Point[];
  floors: Point[];
  heapLimit: Point[];
  external: Point[];
  arrayBuffers: Point[];
  rss: Point[];
  groupLimit: Point[];
  pauses: Pause[];
  youngPauses: Point[];
  fullPauses: Point[];
}

export function curvesOf(samples: readonly Sample[]): LiveCurves {
  const points = (value: (sample: Sample) => number | null): Point[] => samples.flatMap(sample => {
    const y = value(sample);
    return y === null ? [] : [[sample.seconds, y] as const];
  });
  const heapMax = Math.max(0, ...samples.map(sample => sample.heapUsedBytes));
  const rssMax = Math.max(0, ...samples.map(sample => sample.rssBytes));
  const pauses = pausesOf(samples);
  return {
    heapUsed: points(sample => sample.heapUsedBytes),
    floors: points(sample => sample.floorBytes),
    heapLimit: points(sample => (sample.heapLimitBytes > heapMax * maxHeadroom ? null : sample.heapLimitBytes)),
    external: points(sample => sample.externalBytes),
    arrayBuffers: points(sample => sample.arrayBuffersBytes),
    rss: points(sample => sample.rssBytes),
    groupLimit: points(({ cgroupLimitBytes: limit }) => (limit === null || limit > rssMax * maxHeadroom ? null : limit)),
    pauses,
    youngPauses: pauses.filter(({ collection }) => !isFull(collection.kind)).map(pointOf),
    fullPauses: pauses.filter(({ collection }) => isFull(collection.kind)).map(pointOf),
  };
}

function pointOf({ seconds, collection }: Pause): Point {
  return [seconds, collection.pauseMs];
}

export interface Pause {
  seconds: number;
  collection: WatchCollection;
}

/**
 * Collections on the clock of the readings. A collection's time counts from the start of its thread, so the latest one of a reading gets
 * the reading's time, and the others their distance before it. Times are ascending and unique, as a curve needs them.
 */
export function pausesOf(samples: readonly Sample[]): Pause[] {
  const pauses: Pause[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const { seconds, collections } of samples) {
    const all = (collections as unknown as WatchCollection[]).toSorted((a, b) => a.atMs - b.atMs);
    const end = all.at(-1)?.atMs ?? 0;
    for (const collection of all) {
      const at = Math.max(seconds - (end - collection.atMs) / 1000, last + 0.0001);
      pauses.push({ seconds: at, collection });
      last = at;
    }
  }
  return pauses;
}
