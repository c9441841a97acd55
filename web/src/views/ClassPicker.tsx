import { useId, useState, type KeyboardEvent } from 'react';
import { get } from '../api/client.ts';
import type { ClassRow, Page } from '../api/types.ts';
import { useData } from '../app/useData.ts';
import { KindMark } from '../components/KindMark.tsx';
import { t } from '../i18n/index.ts';
import { bytes, count } from '../text/format.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { visible } from '../text/untrusted.ts';
import './ClassPicker.css';

/** A search box for a class: type, choose with the arrows, Enter. Empty, it offers the largest. */
export function ClassPicker({ file, value, onPick }: { file: string; value: string; onPick(key: string): void }) {
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const isOpen = text !== null;
  const { data } = useData<Page<ClassRow>>(
    isOpen ? `${file} ${text}` : null,
    signal => get(`snapshots/${file}/classes`, { filter: text ?? '', sort: 'retained', order: 'desc', limit: 30 }, signal));
  const rows = isOpen ? data?.rows ?? [] : [];

  const close = (): void => {
    setText(null);
    setActive(0);
  };
  const pick = (row: ClassRow | undefined): void => {
    if (row === undefined) return;
    onPick(row.key);
    close();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close();
    else if (!isOpen && (event.key === 'ArrowDown' || event.key === 'Enter')) setText('');
    else if (event.key === 'ArrowDown') setActive(Math.min(rows.length - 1, active + 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(0, active - 1));
    else if (event.key === 'Enter') pick(rows[active]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <span className="class-picker">
      <input
        className="class-picker__input"
        role="combobox"
        aria-label={t('exploreClass')}
        aria-expanded={isOpen}
        aria-controls={id}
        aria-activedescendant={rows.length > 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        placeholder={t('exploreChooseClass')}
        value={text ?? visible(nameOf(value))}
        spellCheck={false}
        autoComplete="off"
        onFocus={event => event.target.select()}
        onClick={() => isOpen || setText('')}
        onChange={event => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {isOpen && (
        <ul id={id} className="class-picker__list" role="listbox" aria-label={t('exploreClasses')}>
          {rows.map((row, index) => (
            <li
              key={row.key}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              className={`class-picker__option${index === active ? ' class-picker__option--active' : ''}`}
              onMouseEnter={() => setActive(index)}
              // Before the input loses the focus, which closes the list.
              onMouseDown={event => {
                event.preventDefault();
                pick(row);
              }}
            >
              <KindMark kind={row.kind} />
              <span className="class-picker__name"><Untrusted text={row.name} max={80} /></span>
              <span className="class-picker__number">×{count(row.count)}</span>
              <span className="class-picker__number">{bytes(row.retainedBytes)}</span>
            </li>
          ))}
          {data !== null && rows.length === 0 && <li className="class-picker__none">{t('exploreNoMatchWhy')}</li>}
        </ul>
      )}
    </span>
  );
}

/** A key ends with the class's name, after the place of its constructor where that is known. */
function nameOf(key: string): string {
  return /^(?:\d+,\d+,\d+)?,(.*)$/s.exec(key)?.[1] ?? key;
}
