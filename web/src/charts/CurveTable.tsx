import { t } from '../i18n/index.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import type { CurveProps, CurveSeries } from './Curve.tsx';
import type { Aligned } from './curveData.ts';
import { xText } from './curveOptions.ts';

const maxRows = 500;

interface CurveTableProps {
  id: string;
  label: string;
  series: readonly CurveSeries[];
  data: Aligned;
  x: CurveProps['x'];
  span: number;
  format: (value: number) => string;
}

/** The numbers of a curve; of more than 500 points the latest. */
export function CurveTable({ id, label, series, data, x, span, format }: CurveTableProps) {
  const first = Math.max(0, data[0].length - maxRows);
  return (
    <div id={id} className="curve__table" role="region" aria-label={label} tabIndex={0}>
      {first > 0 && <p className="curve__note">{t('exploreLatestPoints', { count: maxRows })}</p>}
      <table>
        <thead>
          <tr>
            <th scope="col">{x === 'round' ? t('exploreRoundHead') : t('exploreTimeHead')}</th>
            {series.map(one => <th key={one.name} scope="col"><Untrusted text={one.name} /></th>)}
          </tr>
        </thead>
        <tbody>
          {data[0].slice(first).map((value, row) => (
            <tr key={value}>
              <th scope="row">{xText(x, value, span)}</th>
              {series.map((one, index) => {
                const y = data[index + 1]?.[first + row];
                return <td key={one.name} className="number">{typeof y === 'number' ? format(y) : '–'}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
