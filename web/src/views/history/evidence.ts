import type { HistoryDetail } from '../../api/types.ts';

export type EvidenceFile = HistoryDetail['evidence'][number];

/** Files of one capture, the latest capture first; within one, in the order in which they were taken. */
export interface Capture {
  series: string;
  at: string;
  files: EvidenceFile[];
  /** Snapshots that are still here: two or more of one process can be compared. */
  snapshots: EvidenceFile[];
}

export function capturesOf(evidence: readonly EvidenceFile[]): Capture[] {
  const captures = new Map<string, EvidenceFile[]>();
  for (const file of evidence.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const key = file.series === '' ? file.path : file.series;
    const files = captures.get(key) ?? [];
    files.push(file);
    captures.set(key, files);
  }
  return [...captures.entries()]
    .map(([series, files]) => ({
      series, files, at: files[0]?.at ?? '', snapshots: files.filter(({ kind, exists }) => kind === 'snapshot' && exists),
    }))
    .toReversed()
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
