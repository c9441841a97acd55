import type { ProfileFrame } from '../api/types.ts';

// A profile's calls laid out once, in bytes: each call has a part of its caller's range, heaviest first (a sampled heap profile has no
// order in time). Which boxes are visible at some zoom is computed for each picture; slivers are summed up, never left out.

export interface FlameCall {
  frame: ProfileFrame;
  /** Names the function: the same text for all of its calls. */
  key: string;
  depth: number;
  /** Bytes before it, from the left. */
  start: number;
  /** Position of the caller; −1 at the root. */
  parent: number;
  /** Heaviest first. */
  children: number[];
}

export interface FlameBox {
  /** The call; −1 where it sums up slivers of `parent`. */
  call: number;
  parent: number;
  x0: number;
  x1: number;
  depth: number;
  bytes: number;
  /** How many calls it sums up. */
  count: number;
}

/** The range of bytes that fills the width. */
export interface FlameView {
  from: number;
  to: number;
}

export function functionKey({ function: name, file, line }: Pick<ProfileFrame, 'function' | 'file' | 'line'>): string {
  return `${name}\n${file ?? ''}\n${line ?? ''}`;
}

/** The calls at the positions of their frames. Callers come first in a profile, so nothing is recursive: stacks may be thousands deep. */
export function flameTree(frames: readonly ProfileFrame[]): FlameCall[] {
  const keys = new Map<string, string>();
  const calls = frames.map((frame): FlameCall => {
    const key = functionKey(frame);
    // One string for each function, so that comparing two of them is comparing pointers.
    const known = keys.get(key) ?? key;
    keys.set(known, known);
    return { frame, key: known, depth: 0, start: 0, parent: frame.parent, children: [] };
  });
  for (const [index, { parent }] of calls.entries()) calls[parent]?.children.push(index);
  for (const call of calls) {
    let { start } = call;
    call.children.sort((a, b) => calls[b]!.frame.totalBytes - calls[a]!.frame.totalBytes);
    for (const position of call.children) {
      const child = calls[position]!;
      child.depth = call.depth + 1;
      child.start = start;
      start += child.frame.totalBytes;
    }
  }
  return calls;
}

/** What is seen of the calls in a width of pixels. */
export function flameBoxes(calls: readonly FlameCall[], view: FlameView, width: number, minWidth = 3): FlameBox[] {
  const boxes: FlameBox[] = [];
  const scale = width / (view.to - view.from);
  const waiting = [0];
  const end = (call: FlameCall): number => call.start + call.frame.totalBytes;
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    const call = calls[index];
    if (call === undefined || end(call) <= view.from || call.start >= view.to) continue;
    boxes.push(box(index, call.parent, call.depth, call.start, end(call), 1));
    let slivers = { from: 0, to: 0, count: 0 };
    const flush = (): void => {
      if (slivers.count > 0 && slivers.to > view.from && slivers.from < view.to) {
        boxes.push(box(-1, index ?? 0, call.depth + 1, slivers.from, slivers.to, slivers.count));
      }
      slivers = { from: 0, to: 0, count: 0 };
    };
    for (const child of call.children) {
      const { start, frame } = calls[child]!;
      if (frame.totalBytes * scale >= minWidth) {
        flush();
        waiting.push(child);
      } else slivers = { from: slivers.count === 0 ? start : slivers.from, to: start + frame.totalBytes, count: slivers.count + 1 };
    }
    flush();
  }
  return boxes;

  function box(call: number, parent: number, depth: number, from: number, to: number, count: number): FlameBox {
    return {
      call, parent, depth, count, bytes: to - from,
      x0: Math.max(0, (from - view.from) * scale), x1: Math.min(width, (to - view.from) * scale),
    };
  }
}

/** The box at a row and an x. */
export function boxAt(boxes: readonly FlameBox[], row: number, x: number): FlameBox | undefined {
  return boxes.find(box => box.depth === row && x >= box.x0 && x < box.x1);
}

/** The call as wide as the graph. */
export function viewOf({ start, frame }: FlameCall): FlameView {
  return { from: start, to: start + Math.max(1, frame.totalBytes) };
}

/** The view after a key press: W and S zoom, A and D or the arrows move, F and Esc show everything. Null for any other key. */
export function steered(view: FlameView, code: string, total: number): FlameView | null {
  switch (code) {
    case 'KeyW': return zoomed(view, 0.7, 0.5, total);
    case 'KeyS': return zoomed(view, 1 / 0.7, 0.5, total);
    case 'KeyA': case 'ArrowLeft': return panned(view, -0.15, total);
    case 'KeyD': case 'ArrowRight': return panned(view, 0.15, total);
    case 'KeyF': case 'Escape': return { from: 0, to: total };
    default: return null;
  }
}

/** Zooms by a factor at a point from 0 to 1 of the width; stays within the whole, and above a range too small to see. */
export function zoomed(view: FlameView, factor: number, at: number, total: number): FlameView {
  const span = Math.min(total, Math.max(total / 1e6, (view.to - view.from) * factor));
  const fixed = view.from + (view.to - view.from) * at;
  return within({ from: fixed - span * at, to: fixed + span * (1 - at) }, total);
}

/** Moves by a share of what is seen. */
export function panned(view: FlameView, share: number, total: number): FlameView {
  const by = (view.to - view.from) * share;
  return within({ from: view.from + by, to: view.to + by }, total);
}

function within({ from, to }: FlameView, total: number): FlameView {
  const span = Math.min(total, to - from);
  const start = Math.min(Math.max(0, from), total - span);
  return { from: start, to: start + span };
}

/** Calls whose function or file has the text, and the bytes below any of them, each counted once. */
export function flameMatches(calls: readonly FlameCall[], text: string): { calls: Set<number>; bytes: number } {
  const found = new Set<number>();
  const isBelow = new Set<number>();
  let bytes = 0;
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return { calls: found, bytes };
  for (const [index, { frame, parent }] of calls.entries()) {
    const isMatch = frame.function.toLowerCase().includes(wanted) || (frame.file?.toLowerCase().includes(wanted) ?? false);
    if (isMatch) {
      found.add(index);
      if (!isBelow.has(parent)) bytes += frame.totalBytes;
    }
    if (isMatch || isBelow.has(parent)) isBelow.add(index);
  }
  return { calls: found, bytes };
}
