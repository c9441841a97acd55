// Commands of the palette and how they are found. No React, so that it can be tested.

export interface Command {
  id: string;
  text: string;
  /** Also found by these words. */
  words?: string;
  hint?: string;
  run(): void;
}

/** Commands whose words begin with what was typed, in any order; those that begin with it first. */
export function matching(commands: readonly Command[], typed: string): Command[] {
  const wanted = typed.trim().toLowerCase().split(/\s+/).filter(word => word !== '');
  const fits = ({ text, words = '' }: Command) => {
    const all = `${text} ${words}`.toLowerCase();
    return wanted.every(word => all.includes(word));
  };
  const begins = ({ text }: Command) => (wanted[0] !== undefined && text.toLowerCase().startsWith(wanted[0]) ? 0 : 1);
  return commands.filter(fits).sort((a, b) => begins(a) - begins(b));
}

/** The object that was typed as `@123` or `123`. */
export function objectId(typed: string): number | null {
  const id = /^@?(\d{1,15})$/.exec(typed.trim())?.[1];
  return id === undefined ? null : Number(id);
}
