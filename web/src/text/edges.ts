import type { EdgeType } from '../api/types.ts';

const identifier = /^[\p{ID_Start}$_#][\p{ID_Continue}$]*$/u;
const symbol = /^<symbol (.*)>$/u;

/** An edge as one would write it in the program: `.name`, `[3]`, `["a b"]`; V8's own in angle brackets. */
export function edgeText(edge: string, type: EdgeType): string {
  if (edge === '') return '';
  switch (type) {
    case 'element':
      return `[${edge}]`;
    case 'property':
    case 'shortcut':
      if (/^\d+$/.test(edge)) return `[${edge}]`;
      if (symbol.test(edge)) return edge.replace(symbol, '[$1]');
      return identifier.test(edge) ? `.${edge}` : `["${edge}"]`;
    case 'context':
      return edge;
    default:
      return `‹${edge}›`;
  }
}

/** Edges that the program did not make itself. */
export function isInternal(type: EdgeType): boolean {
  return type === 'internal' || type === 'hidden' || type === 'weak';
}

/** The first and the last steps of a long path, and how many are left out between them. */
export function folded<S>(steps: readonly S[], isOpen: boolean, ends = 25): { head: readonly S[]; hidden: number; tail: readonly S[] } {
  if (isOpen || steps.length <= 2 * ends + 5) return { head: steps, hidden: 0, tail: [] };
  return { head: steps.slice(0, ends), hidden: steps.length - 2 * ends, tail: steps.slice(-ends) };
}

/** Cuts of the address with one more. */
export function withCut(cuts: string | undefined, cut: string): string {
  const list = (cuts ?? '').split(',').filter(known => known !== '');
  return list.includes(cut) ? list.join(',') : [...list, cut].join(',');
}
