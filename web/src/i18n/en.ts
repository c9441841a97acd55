import { common } from './en/common.ts';
import { explore } from './en/explore.ts';
import { findings } from './en/findings.ts';
import { watch } from './en/watch.ts';

export const en = { ...common, ...explore, ...findings, ...watch } as const;
