import { Button } from '../components/Button.tsx';
import type { TreeMore } from './treeModel.ts';
import { t } from '../i18n/index.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { count } from '../text/format.ts';

/** Stands for children that are not there: buttons that load more, or why there are none. */
export function TreeMoreRow<R>({ item, onMore }: { item: TreeMore<R>; onMore(limit: number): void }) {
  return (
    <>
      <span className="tree__indent" style={{ width: item.level * 14 + 6 }} />
      {item.isLoading && <span className="tree__note">{t('commonLoading')}</span>}
      {item.error !== null && (
        <>
          <span className="tree__note tree__note--fault"><Untrusted text={item.error.message} max={300} /></span>
          <Button kind="quiet" tabIndex={-1} onClick={() => onMore(100)}>{t('commonRetry')}</Button>
        </>
      )}
      {!item.isLoading && item.error === null && item.remaining > 0 && (
        <>
          <Button kind="quiet" tabIndex={-1} onClick={() => onMore(100)}>
            {t('tableMore', { count: count(Math.min(100, item.remaining)) })}
          </Button>
          {item.remaining > 100 && (
            <Button kind="quiet" tabIndex={-1} onClick={() => onMore(1000)}>
              {t('tableMore', { count: count(Math.min(1000, item.remaining)) })}
            </Button>
          )}
          <span className="tree__note">{t('tableRemaining', { count: count(item.remaining) })}</span>
        </>
      )}
    </>
  );
}
