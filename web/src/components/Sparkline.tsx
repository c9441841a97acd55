import './Sparkline.css';

/** A small curve of a few values, from zero up; the last is marked. */
export function Sparkline({ values, label, width = 64, height = 16 }: {
  values: readonly number[];
  label: string;
  width?: number;
  height?: number;
}) {
  const max = Math.max(...values, 1);
  const min = Math.min(...values, 0);
  const x = (index: number) => (values.length < 2 ? width / 2 : 2 + index / (values.length - 1) * (width - 4));
  const y = (value: number) => height - 2 - (value - min) / (max - min) * (height - 4);
  const last = values.at(-1) ?? 0;
  const tone = values.length < 2 || last === values[0] ? 'flat' : last > (values[0] ?? 0) ? 'up' : 'down';
  return (
    <svg className={`sparkline sparkline--${tone}`} width={width} height={height} role="img" aria-label={label}>
      <polyline className="sparkline__line" points={values.map((value, index) => `${x(index)},${y(value)}`).join(' ')} />
      <circle className="sparkline__end" cx={x(values.length - 1)} cy={y(last)} r="2" />
    </svg>
  );
}
