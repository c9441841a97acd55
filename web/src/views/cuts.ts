// Cuts of the retainers view as the address keeps them: `n123` an object, `e456:7` one reference of it.

export type Cut = { key: string } & ({ what: 'object'; id: number } | { what: 'reference'; id: number; position: number });

export function parseCuts(text: string | undefined): Cut[] {
  const cuts: Cut[] = [];
  for (const key of (text ?? '').split(',')) {
    const [, kind, id, position] = /^([ne])(\d+)(?::(\d+))?$/.exec(key) ?? [];
    if (id === undefined || cuts.some(cut => cut.key === key)) continue;
    if (kind === 'n' && position === undefined) cuts.push({ key, what: 'object', id: Number(id) });
    else if (kind === 'e' && position !== undefined) cuts.push({ key, what: 'reference', id: Number(id), position: Number(position) });
  }
  return cuts;
}

export function formatCuts(cuts: readonly Cut[]): string {
  return cuts.map(cut => cut.key).join(',');
}

/** The cuts with this one added, or without it where it was there. */
export function toggled(text: string | undefined, key: string): string {
  const cuts = parseCuts(text);
  const rest = cuts.filter(cut => cut.key !== key);
  return formatCuts(rest.length < cuts.length ? rest : [...cuts, ...parseCuts(key)]);
}
