import type { Overview } from '../api/types.ts';

export type HeapPart = 'objects' | 'strings' | 'arrays' | 'code' | 'system' | 'typed' | 'native';

/** What the heap consists of; the parts add up to its total. DevTools' figures, with what it leaves over as parts of their own. */
export function heapParts({ totalBytes, statistics }: Pick<Overview, 'totalBytes' | 'statistics'>): { id: HeapPart; bytes: number }[] {
  const { nativeBytes, typedArrayBytes, codeBytes, stringBytes, jsArrayBytes, systemBytes } = statistics;
  const typed = Math.min(typedArrayBytes, nativeBytes);
  return [
    { id: 'objects', bytes: Math.max(0, totalBytes - nativeBytes - codeBytes - stringBytes - jsArrayBytes - systemBytes) },
    { id: 'strings', bytes: stringBytes },
    { id: 'arrays', bytes: jsArrayBytes },
    { id: 'code', bytes: codeBytes },
    { id: 'system', bytes: systemBytes },
    { id: 'typed', bytes: typed },
    { id: 'native', bytes: nativeBytes - typed },
  ];
}

export const partColors: Readonly<Record<HeapPart, string>> = {
  objects: '--fill-object', strings: '--fill-string', arrays: '--fill-array', code: '--fill-code', system: '--fill-system',
  typed: '--kind-native', native: '--fill-native',
};
