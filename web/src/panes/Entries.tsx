import type { Preview, PreviewEntry } from '../api/types.ts';
import { go, href } from '../app/route.ts';
import { t } from '../i18n/index.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { bytes, count, exactBytes } from '../text/format.ts';

/** Properties of an object, or entries of an array, a Map or a Set: the first, with the way to all. */
export function Entries({ preview, all }: { preview: Preview; all: string }) {
  const isCollection = preview.kind === 'array' || preview.kind === 'map' || preview.kind === 'set';
  const rest = preview.count - preview.entries.length;
  return (
    <section className="object-pane__part">
      <h3 className="object-pane__label">{t(isCollection ? 'objectEntries' : 'objectProperties')} ({count(preview.count)})</h3>
      {preview.entries.length === 0 && <p className="object-pane__quiet">{t('objectEmpty')}</p>}
      <ul className="object-pane__entries">
        {preview.entries.map((entry, index) => <Entry key={index} entry={entry} />)}
      </ul>
      {rest > 0 && (
        <a className="object-pane__link" href={all}>
          {t('objectMoreEntries', { count: count(rest) })}
        </a>
      )}
    </section>
  );
}

function Entry({ entry }: { entry: PreviewEntry }) {
  const value = <span className={`object-pane__text object-pane__text--${entry.kind}`}><Untrusted text={entry.value} max={160} /></span>;
  return (
    <li className="object-pane__entry">
      <span className="object-pane__key"><Reference id={entry.keyId}><Untrusted text={entry.key} max={80} /></Reference></span>
      <Reference id={entry.valueId}>{value}</Reference>
      <span className="object-pane__size number" title={exactBytes(entry.retainedBytes)}>
        {entry.valueId !== null && entry.retainedBytes > 0 ? bytes(entry.retainedBytes) : ''}
      </span>
    </li>
  );
}

function Reference({ id, children }: { id: number | null; children: React.ReactNode }) {
  if (id === null) return children;
  return (
    <a className="object-pane__reference" href={href({ selected: id })} onClick={event => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      go({ selected: id }, true);
    }}>
      {children}
    </a>
  );
}
