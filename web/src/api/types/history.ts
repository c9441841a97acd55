export interface HistoryTarget {
  key: string;
  name: string;
  host: string;
  container: string;
  command: string;
  pid: number;
  started: string;
  seen: string;
}

export interface HistoryEvent {
  id: string;
  at: string;
  rule: string;
  state: string;
  severity: string;
  summary: string;
}

export interface HistoryDetail {
  target: HistoryTarget;
  series: string[];
  events: HistoryEvent[];
  evidence: { path: string; at: string; kind: string; bytes: number; exists: boolean; series: string }[];
}

export interface HistoryCurve {
  series: string;
  points: { at: string; low: number; mean: number; high: number; last: number }[];
}

/** Answers other than 2xx are application/problem+json. */
export interface Problem {
  status: number;
  title: string;
  detail: string;
}
