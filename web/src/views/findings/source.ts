/** The lines without the indentation that all of them share; blank lines do not count. */
export function dedent(lines: readonly string[]): string[] {
  const indents = lines.filter(line => line.trim() !== '').map(line => /^[ \t]*/.exec(line)?.[0] ?? '');
  const [shortest = ''] = indents.toSorted((a, b) => a.length - b.length);
  let shared = shortest.length;
  while (shared > 0 && !indents.every(indent => indent.startsWith(shortest.slice(0, shared)))) shared--;
  return lines.map(line => line.slice(shared));
}
