import './Segments.css';

/** One of a few, as a row of buttons. */
export function Segments<V extends string>({ label, value, options, onChange }: {
  label: string;
  value: V;
  options: readonly { value: V; label: string; title?: string }[];
  onChange(value: V): void;
}) {
  const move = (event: React.KeyboardEvent, step: number) => {
    event.preventDefault();
    const next = options[(options.findIndex(option => option.value === value) + step + options.length) % options.length];
    if (next === undefined) return;
    onChange(next.value);
    const buttons = (event.currentTarget as HTMLElement).querySelectorAll('button');
    buttons[options.indexOf(next)]?.focus();
  };
  return (
    <div className="segments" role="radiogroup" aria-label={label}
      onKeyDown={event => {
        if (event.key === 'ArrowRight' || event.key === 'ArrowDown') move(event, 1);
        else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') move(event, -1);
      }}>
      {options.map(option => (
        <button key={option.value} type="button" role="radio" aria-checked={option.value === value} title={option.title}
          tabIndex={option.value === value ? 0 : -1} className="segments__option" onClick={() => onChange(option.value)}>
          {option.label}
        </button>
      ))}
    </div>
  );
}
