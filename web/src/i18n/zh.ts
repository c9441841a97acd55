import { common } from './zh/common.ts';
import { explore } from './zh/explore.ts';
import { findings } from './zh/findings.ts';
import { watch } from './zh/watch.ts';
import type { en } from './en.ts';

export const zh: { readonly [K in keyof typeof en]: string } = { ...common, ...explore, ...findings, ...watch };
