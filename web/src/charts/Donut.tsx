import './Donut.css';

export interface DonutPart {
  id: string;
  value: number;
  /** The name of a CSS variable. */
  color: string;
}

const radius = 40;
const around = 2 * Math.PI * radius;

/** Parts of a whole as a ring, clockwise from the top. Hidden from screen readers: the same numbers are in the table next to it. */
export function Donut({ parts, title, caption, active, onActive }: {
  parts: readonly DonutPart[];
  title: string;
  caption: string;
  active: string | null;
  onActive(id: string | null): void;
}) {
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  let start = 0;
  return (
    <svg className="donut" viewBox="0 0 100 100" aria-hidden="true">
      <circle className="donut__track" cx="50" cy="50" r={radius} />
      {total > 0 && parts.map(part => {
        const length = part.value / total * around;
        const offset = -start;
        start += length;
        return (
          <circle
            key={part.id}
            className={`donut__part${active !== null && active !== part.id ? ' donut__part--dimmed' : ''}`}
            cx="50"
            cy="50"
            r={radius}
            style={{ stroke: `var(${part.color})` }}
            strokeDasharray={`${Math.max(0, length - 0.6)} ${around}`}
            strokeDashoffset={offset}
            transform="rotate(-90 50 50)"
            onMouseEnter={() => onActive(part.id)}
            onMouseLeave={() => onActive(null)}
          />
        );
      })}
      <text className="donut__title" x="50" y="50">{title}</text>
      <text className="donut__caption" x="50" y="60">{caption}</text>
    </svg>
  );
}
