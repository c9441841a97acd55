import type { Session, Source } from '../api/types.ts';
import { landing, sourceKinds } from '../app/places.ts';
import { href } from '../app/route.ts';
import { t } from '../i18n/index.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { visible } from '../text/untrusted.ts';
import { bytes, percent } from '../text/format.ts';

/** What the server has open, by kind; each leads to its first view. */
export function OpenSources({ session }: { session: Session }) {
  return sourceKinds.flatMap(kind => {
    const sources = session.sources.filter(source => source.kind === kind);
    if (sources.length === 0) return [];
    return [
      <div key={kind}>
        <h3 className="open__kind">{t(`sourceKind_${kind}`)}</h3>
        <ul className="open__list">
          {sources.map(source => (
            <li key={source.id}>
              <a className="open__row open__row--source" href={href(landing(session, [source.id]))} title={visible(source.path)}>
                <span className="open__name"><Untrusted text={source.name} max={100} /></span>
                <span className={source.state === 'failed' ? 'open__obstacle' : 'open__quiet'}>{stateText(source)}</span>
                <span className="number">{source.fileBytes === null ? '' : bytes(source.fileBytes)}</span>
              </a>
            </li>
          ))}
        </ul>
      </div>,
    ];
  });
}

function stateText({ state, fraction }: Source): string {
  if (state === 'ready' || state === 'waiting') return '';
  return `${t(`sourceState_${state}`)}${state === 'opening' && fraction !== null ? ` ${percent(fraction)}` : ''}`;
}
