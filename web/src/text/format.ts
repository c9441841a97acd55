// Numbers as the page shows them: one decimal, decimal units as in DevTools (1 kB = 1000 bytes), signs on differences.

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
const integers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** "317 kB", "1.2 MB", "0 B". */
export function bytes(value: number): string {
  const sign = value < 0 ? '−' : '';
  let rest = Math.abs(value);
  let unit = 0;
  while (rest >= 999.5 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${sign}${unit === 0 || rest >= 99.95 ? Math.round(rest) : rest.toFixed(1)} ${units[unit]}`;
}

/** "317,204 B", for a tooltip. */
export function exactBytes(value: number): string {
  return `${count(value)} B`;
}

/** "12,345". */
export function count(value: number): string {
  return integers.format(value).replace('-', '−');
}

/** "+12", "−3", "0". */
export function signedCount(value: number): string {
  return value > 0 ? `+${count(value)}` : count(value);
}

/** "+1.2 MB". */
export function signedBytes(value: number): string {
  return value > 0 ? `+${bytes(value)}` : bytes(value);
}

/** "12.3 %", "<0.1 %", "0 %". */
export function percent(share: number): string {
  if (share <= 0) return '0 %';
  return share < 0.001 ? '<0.1 %' : `${(share * 100).toFixed(1)} %`;
}

/** Steps from the root. Distances from 100,000,000 on are those of what only V8's own roots hold: "V8 +3". */
export function distance(steps: number): string {
  return steps >= 100_000_000 ? `V8 +${count(steps - 100_000_000)}` : count(steps);
}

/** "36 kB (0.4 %)". */
export function bytesOf(value: number, total: number): string {
  return total > 0 ? `${bytes(value)} (${percent(value / total)})` : bytes(value);
}

/** "350 ms", "2.4 s", "3 min 20 s". */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  return minutes < 60 ? `${minutes} min ${Math.round(seconds) % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
