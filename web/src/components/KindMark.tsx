import type { Kind } from '../api/types.ts';
import { t } from '../i18n/index.ts';
import './KindMark.css';

/** What kind of object it is, as a small coloured letter: the same in every view. */
export function KindMark({ kind }: { kind: Kind }) {
  const name = t(`kind_${kind}`);
  return <span className={`kind kind--${kind}`} role="img" aria-label={name} title={name}>{letters[kind]}</span>;
}

const letters: Record<Kind, string> = {
  object: 'O', closure: 'ƒ', string: 'S', array: 'A', code: 'C', native: 'N', system: 'V', other: '·',
};
