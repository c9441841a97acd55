import type { DominatorCells } from '../api/types.ts';
import { href } from '../app/route.ts';
import { t } from '../i18n/index.ts';
import { bytesOf } from '../text/format.ts';
import { Untrusted } from '../text/Untrusted.tsx';

const shownAtEnd = 4;

/** From the heap's root down to where the view begins; long chains leave out their middle. */
export function DominatorCrumbs({ ancestors }: { ancestors: DominatorCells['ancestors'] }) {
  const [root, ...rest] = ancestors;
  const last = ancestors.at(-1);
  if (root === undefined || last === undefined) return null;
  const hidden = Math.max(0, rest.length - shownAtEnd);
  return (
    <nav className="crumbs" aria-label={t('exploreCrumbs')}>
      <ol className="crumbs__list">
        <Crumb id={root.id} text={t('exploreWholeHeap')} isRoot isCurrent={rest.length === 0} />
        {hidden > 0 && <li className="crumbs__item" title={t('exploreHiddenLevels', { count: hidden })}>…</li>}
        {rest.slice(hidden).map(one => (
          <Crumb key={one.id} id={one.id} text={one.className === 'Function' && one.name !== '' ? one.name : one.className}
            isCurrent={one === last} />
        ))}
      </ol>
      <span className="crumbs__size number">{bytesOf(last.retainedBytes, root.retainedBytes)}</span>
    </nav>
  );
}

function Crumb({ id, text, isCurrent, isRoot = false }: { id: number; text: string; isCurrent: boolean; isRoot?: boolean }) {
  return (
    <li className="crumbs__item">
      <a className="crumbs__link" href={href({ parameters: { root: isRoot ? '' : String(id) } })}
        aria-current={isCurrent ? 'location' : undefined}>
        <Untrusted text={text} max={40} />
      </a>
    </li>
  );
}
