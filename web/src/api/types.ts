// What the server's API says, as in docs/api.md, a file for each part of it.
export type * from './types/findings.ts';
export type * from './types/history.ts';
export type * from './types/live.ts';
export type * from './types/objects.ts';
export type * from './types/pages.ts';
export type * from './types/paths.ts';
export type * from './types/recordings.ts';
export type * from './types/session.ts';
export type * from './types/snapshots.ts';
