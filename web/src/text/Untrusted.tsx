import { cut, visible } from './untrusted.ts';

/** Text from a heap or a program: isolated, so that right-to-left text reorders nothing around it. */
export function Untrusted({ text, max, title = true }: { text: string; max?: number; title?: boolean }) {
  const shown = visible(text);
  const short = max === undefined ? shown : cut(shown, max);
  return <bdi title={title && short !== shown ? cut(shown, 2000) : undefined}>{short}</bdi>;
}
