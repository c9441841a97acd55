import type { ProfileFrame } from '../api/types.ts';
import type { FlameCall } from './flameTree.ts';

// A profile by function instead of by call. Of a function that calls itself only the outermost call counts towards its total.

export interface FlameFunction {
  key: string;
  function: string;
  file: string | null;
  line: number | null;
  owner: ProfileFrame['owner'];
  selfBytes: number;
  totalBytes: number;
}

/** All functions, heaviest total first; the root of the profile is none. */
export function flameFunctions(calls: readonly FlameCall[]): FlameFunction[] {
  const functions = new Map<string, FlameFunction>();
  for (const [index, { frame, key }] of calls.entries()) {
    if (index === 0) continue;
    const known = functions.get(key) ?? blank(key, frame);
    functions.set(key, known);
    known.selfBytes += frame.selfBytes;
    if (isOutermost(calls, index, key)) known.totalBytes += frame.totalBytes;
  }
  return [...functions.values()].sort((a, b) => b.totalBytes - a.totalBytes);
}

/** Who calls a function and whom it calls, with the bytes that went that way. */
export function neighbours(calls: readonly FlameCall[], key: string): { callers: FlameFunction[]; callees: FlameFunction[] } {
  const callers = new Map<string, FlameFunction>();
  const callees = new Map<string, FlameFunction>();
  for (const [index, { frame, key: own, parent, children }] of calls.entries()) {
    if (index === 0 || own !== key) continue;
    if (isOutermost(calls, index, key)) add(callers, calls[parent], frame.totalBytes);
    for (const child of children) {
      const call = calls[child]!;
      // A callee that is below another call of the same pair was counted with that one.
      if (call.key !== key && !isPairAbove(calls, index, key, call.key)) add(callees, call, call.frame.totalBytes);
    }
  }
  const ordered = (map: Map<string, FlameFunction>): FlameFunction[] => [...map.values()].sort((a, b) => b.totalBytes - a.totalBytes);
  return { callers: ordered(callers), callees: ordered(callees) };
}

function add(to: Map<string, FlameFunction>, call: FlameCall | undefined, bytes: number): void {
  if (call === undefined) return;
  const { frame, key } = call;
  const known = to.get(key);
  if (known !== undefined) known.totalBytes += bytes;
  else to.set(key, { ...blank(key, frame), totalBytes: bytes });
}

function blank(key: string, { function: name, file, line, owner }: ProfileFrame): FlameFunction {
  return { key, function: name, file, line, owner, selfBytes: 0, totalBytes: 0 };
}

function isOutermost(calls: readonly FlameCall[], index: number, key: string): boolean {
  for (let above = calls[index]!.parent; above > 0; above = calls[above]!.parent) {
    if (calls[above]!.key === key) return false;
  }
  return true;
}

function isPairAbove(calls: readonly FlameCall[], index: number, key: string, callee: string): boolean {
  let below = calls[index]!.key;
  for (let above = calls[index]!.parent; above > 0; above = calls[above]!.parent) {
    const name = calls[above]!.key;
    if (name === key && below === callee) return true;
    below = name;
  }
  return false;
}
