import type { ProfileFrame } from '../api/types.ts';
import { ownerColors } from '../charts/paintFlame.ts';
import { t } from '../i18n/index.ts';
import { fileName } from '../text/names.ts';
import { isolated } from '../text/untrusted.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import './FunctionName.css';

/** A function with the colour of its owner and a short place; the whole place on hover. */
export function FunctionName({ of: { function: name, file, line, owner } }: {
  of: Pick<ProfileFrame, 'function' | 'file' | 'line' | 'owner'>;
}) {
  const place = file === null ? '' : `${file}${line === null ? '' : `:${line}`}`;
  const short = fileName(place);
  return (
    <span className="function-name" title={place === '' ? undefined : isolated(place)}>
      <span className="function-name__owner" role="img" aria-label={t(`exploreOwner_${owner}`)}
        style={{ background: `var(${ownerColors[owner]})` }} />
      <span className="function-name__text"><Untrusted text={name === '' ? t('exploreAnonymous') : name} max={120} title={false} /></span>
      {file !== null && <span className="function-name__place"><Untrusted text={short} max={60} title={false} /></span>}
    </span>
  );
}
