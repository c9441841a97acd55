export type SourceKind = 'snapshot' | 'diagnosis' | 'profile' | 'timeline' | 'gclog' | 'process' | 'history';
export type SourceState = 'waiting' | 'opening' | 'ready' | 'failed' | 'closed';

/** A file, process or history that the page shows. The id is the same from run to run for the same path. */
export interface Source {
  id: string;
  kind: SourceKind;
  /** A short name, such as the file's. */
  name: string;
  /** The whole path; of a process its command line. */
  path: string;
  fileBytes: number | null;
  state: SourceState;
  /** While it is opened: what is being done, in English words ("reading", "dominators"), and how far. */
  phase: string | null;
  fraction: number | null;
  /** Why it failed, for a person. */
  error: string | null;
  /** Only of processes. */
  pid: number | null;
}

export interface Session {
  version: string;
  sources: Source[];
  /** Where `ui` was started with --history, the id of that source. */
  historyId: string | null;
  /** Largest upload in bytes. */
  maxUploadBytes: number;
}
