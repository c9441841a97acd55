/** The last part of a path, of any system. */
export function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** A file's name without the endings that all of its kind have. */
export function shortName(name: string): string {
  return name.replace(/\.gz$/i, '').replace(/\.(heapsnapshot|heapprofile|heaptimeline)$/i, '');
}

/** Short names without what all of them begin with: `a-round-1` and `a-round-2` become `round-1` and `round-2`. */
export function distinctNames(names: readonly string[]): string[] {
  const short = names.map(shortName);
  const [first = ''] = short;
  let shared = 0;
  for (let index = 0; index < first.length && short.every(name => name[index] === first[index]); index++) {
    if (/[-_. ]/.test(first[index] ?? '')) shared = index + 1;
  }
  // The last word before the difference says what is counted.
  const word = first.slice(0, Math.max(0, shared - 1)).search(/[^-_. ]+$/);
  const from = names.length < 2 || word < 0 ? 0 : word;
  return short.map(name => name.slice(from));
}
