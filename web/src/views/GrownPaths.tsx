import type { GrownPath } from '../api/types.ts';
import { go, href } from '../app/route.ts';
import { DeltaCell } from '../components/DeltaCell.tsx';
import { Sparkline } from '../components/Sparkline.tsx';
import { t } from '../i18n/index.ts';
import { count } from '../text/format.ts';
import { Untrusted } from '../text/Untrusted.tsx';

/** Where objects of other runs are compared: the places at which more are held than before. */
export function GrownPaths({ paths, selected }: { paths: readonly GrownPath[]; selected: number | null }) {
  return (
    <section className="comparison__paths" aria-label={t('comparePaths')}>
      <h2 className="comparison__heading">{t('comparePaths')}</h2>
      {paths.length === 0 && <p className="comparison__quiet">{t('compareNoPaths')}</p>}
      <ul>
        {paths.map(path => (
          <li key={`${path.holder} ${path.className} ${path.exampleNodeId}`}>
            <a className="comparison__path" aria-current={path.exampleNodeId === selected ? 'true' : undefined}
              href={href({ selected: path.exampleNodeId, parameters: { in: '' } })}
              onClick={event => {
                if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                go({ selected: path.exampleNodeId, parameters: { in: '' } }, true);
              }}>
              <Sparkline values={path.counts} label={path.counts.map(count).join(', ')} />
              <span className="comparison__class"><Untrusted text={path.className} max={80} /></span>
              <span className="comparison__holder">{path.holder !== null && <Untrusted text={path.holder} max={200} />}</span>
              <DeltaCell value={path.delta} kind="count" />
              <DeltaCell value={path.deltaBytes} kind="bytes" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
