import { useEffect, useRef, useState } from 'react';
import { t } from '../i18n/index.ts';
import './FilterBox.css';

/** A filter that is applied 120 ms after the last key. `/` anywhere on the page focuses it, Esc clears it. */
export function FilterBox({ value, onChange, label, help }: {
  value: string;
  onChange(value: string): void;
  label: string;
  help?: string;
}) {
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const latest = useRef(onChange);
  latest.current = onChange;
  // The address changed from elsewhere (the back button, a link).
  if (value !== sent) {
    setSent(value);
    setText(value);
  }
  useEffect(() => {
    if (text === sent) return;
    const timer = setTimeout(() => {
      setSent(text);
      latest.current(text);
    }, 120);
    return () => clearTimeout(timer);
  }, [text, sent]);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const isElsewhere = (event.target as HTMLElement).closest('input, textarea, select, dialog, [role=dialog]') !== null;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isElsewhere) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, []);
  return (
    <span className="filter-box">
      <input ref={input} className="filter-box__input" type="search" value={text} aria-label={label} placeholder={label} title={help}
        spellCheck={false} autoComplete="off"
        onChange={event => setText(event.target.value)}
        onKeyDown={event => {
          if (event.key !== 'Escape') return;
          if (text === '') input.current?.blur();
          else setText('');
          event.stopPropagation();
        }} />
      {text === '' && <kbd className="filter-box__key" title={t('commonFilterKey')}>/</kbd>}
    </span>
  );
}
