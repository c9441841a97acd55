import { useState } from 'react';
import { get } from '../api/client.ts';
import type { PageQuery, StringRow, StringsPage } from '../api/types.ts';
import { Button } from '../components/Button.tsx';
import { Menu } from '../components/Menu.tsx';
import { t } from '../i18n/index.ts';
import { download } from './download.ts';
import { stringsCsv } from './export.ts';

/** Enough for any spreadsheet; what is left out is said in the file's name. */
const maxRows = 10_000;

/** Takes away what the filter leaves, in its order, as CSV or JSON. */
export function StringsExport({ file, query }: { file: string; query: PageQuery }) {
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const save = (form: 'csv' | 'json'): void => {
    setState('busy');
    all(file, query).then(
      ({ rows, matching }) => {
        const name = `strings${rows.length < matching ? `-first-${rows.length}-of-${matching}` : ''}.${form}`;
        if (form === 'csv') download(name, 'text/csv;charset=utf-8', stringsCsv(rows));
        else download(name, 'application/json', JSON.stringify(rows, null, 2));
        setState('idle');
      },
      () => setState('failed'));
  };
  return (
    <span className="strings__export">
      {state === 'failed' && <span role="alert">{t('exploreExportFailed')}</span>}
      <Menu
        trigger={<Button disabled={state === 'busy'}>{t('exploreExport')}</Button>}
        align="end"
        items={[{ label: 'CSV', onSelect: () => save('csv') }, { label: 'JSON', onSelect: () => save('json') }]}
      />
    </span>
  );
}

async function all(file: string, query: PageQuery): Promise<{ rows: StringRow[]; matching: number }> {
  const rows: StringRow[] = [];
  for (;;) {
    const page = await get<StringsPage>(`snapshots/${file}/strings`, { ...query, offset: rows.length, limit: 1000 });
    rows.push(...page.rows);
    if (page.rows.length === 0 || rows.length >= Math.min(page.matching, maxRows)) return { rows, matching: page.matching };
  }
}
