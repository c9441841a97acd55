import { t } from '../i18n/index.ts';
import { count } from '../text/format.ts';

/** Below a table: how many rows there are, and how many of them the filter leaves. */
export function GridFoot({ isFirst, matching, total }: { isFirst: boolean; matching: number; total: number }) {
  return (
    <div className="grid__foot" role="status">
      {isFirst ? t('commonLoading') : matching < total
        ? t('tableMatching', { matching: count(matching), total: count(total) })
        : t(total === 1 ? 'tableOne' : 'tableTotal', { total: count(total) })}
    </div>
  );
}
