// Text from a heap may be anything: it is shown, never run, and nothing in it may reorder or hide what stands around it.

const [fsi, pdi] = ['\u2068', '\u2069'];

/** Control characters, bidirectional controls and lone surrogates as visible escapes; line ends as ⏎ unless kept. */
export function visible(text: string, keepLines = false): string {
  let out = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code === 10 || code === 13) out += keepLines ? character : code === 10 ? '⏎' : '';
    else if (code === 9) out += keepLines ? character : ' ';
    else if (isHidden(code)) out += `\\u{${code.toString(16)}}`;
    else out += character;
  }
  return out;
}

/** The same, cut to a number of characters, never inside a pair of surrogates. */
export function cut(text: string, length: number): string {
  const characters = [...text.slice(0, length * 2)];
  return characters.length > length || text.length > length * 2 ? `${characters.slice(0, length).join('')}…` : text;
}

/** For titles, aria-labels and canvases, where no <bdi> can stand. */
export function isolated(text: string): string {
  return fsi + visible(text) + pdi;
}

function isHidden(code: number): boolean {
  return code < 32 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xe000)
    || code === 0x061c || code === 0x200e || code === 0x200f || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)
    || code === 0xfeff || (code >= 0xe0000 && code <= 0xe007f) || code === 0x200b || code === 0x2028 || code === 0x2029;
}
