// The numbers behind a curve. uPlot wants one ascending, unique x for all series and null where a series has no point there.

export type Point = readonly [x: number, y: number | null];

export type Aligned = [x: number[], ...ys: (number | null)[][]];

/** All series over one x. Points may come in any order; of two at the same x the later one counts. */
export function align(series: readonly (readonly Point[])[]): Aligned {
  const xs = new Set<number>();
  for (const points of series) for (const [x] of points) if (Number.isFinite(x)) xs.add(x);
  const sorted = [...xs].sort((a, b) => a - b);
  const position = new Map(sorted.map((x, index) => [x, index]));
  const columns = series.map(points => {
    const column = new Array<number | null>(sorted.length).fill(null);
    for (const [x, y] of points) {
      const index = position.get(x);
      if (index !== undefined) column[index] = y !== null && Number.isFinite(y) ? y : null;
    }
    return column;
  });
  return [sorted, ...columns];
}

/** The range of the y axis: from zero, unless the values are so close together that the curve would look flat. */
export function yRange(min: number | null, max: number | null): [number, number] {
  if (min === null || max === null || !Number.isFinite(min) || !Number.isFinite(max)) return [0, 1];
  const span = max - min;
  if (span === 0) return max === 0 ? [0, 1] : max > 0 ? [0, max * 1.2] : [max * 1.2, 0];
  if (min >= 0 && min < max * 0.75) return [0, max + max * 0.08];
  return [min >= 0 ? Math.max(0, min - span * 0.25) : min - span * 0.1, max + span * 0.1];
}

export interface Extent {
  first: number;
  last: number;
  min: number;
  max: number;
}

/** The summary that a screen reader reads out for a series. Null without points. */
export function extent(points: readonly Point[]): Extent | null {
  const ordered = [...points].sort((a, b) => a[0] - b[0]).map(point => point[1]).filter(y => y !== null);
  const [first] = ordered;
  if (first === undefined) return null;
  let [min, max] = [first, first];
  for (const y of ordered) {
    if (y < min) min = y;
    if (y > max) max = y;
  }
  return { first, last: ordered.at(-1) ?? first, min, max };
}

/** Seconds of axis ticks: fractions, then what divides minutes, hours and days. */
export const secondSteps: readonly number[] = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800,
  43200, 86400, 172800, 345600, 604800, 1209600, 2419200,
];

/** Whole numbers only: there is no half of a round. */
export const roundSteps: readonly number[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];

/** Decimal steps of values, which bytes in decimal units share. */
export const valueSteps: readonly number[] = Array.from({ length: 20 }, (_, power) => [1, 2, 5].map(step => step * 10 ** (power - 4)))
  .flat();

/** "0:05", "12:30", "1:02:03", "0.25" for less than a second between ticks. */
export function clock(seconds: number, step: number): string {
  if (step < 1) return `${Number(seconds.toFixed(3))}`;
  const whole = Math.round(Math.abs(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const text = hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  return seconds < 0 ? `−${text}` : text;
}

/** The time of day, with seconds or the date where they tell values apart. In the time zone of the browser. */
export function timeOfDay(milliseconds: number, hasSeconds: boolean, hasDate: boolean): string {
  const date = new Date(milliseconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = `${two(date.getHours())}:${two(date.getMinutes())}${hasSeconds ? `:${two(date.getSeconds())}` : ''}`;
  return hasDate ? `${two(date.getMonth() + 1)}-${two(date.getDate())} ${time}` : time;
}
