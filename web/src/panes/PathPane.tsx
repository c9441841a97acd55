import { useEffect, useRef, useState } from 'react';
import { get } from '../api/client.ts';
import type { Paths } from '../api/types.ts';
import { objectChange } from '../app/objects.ts';
import { go } from '../app/route.ts';
import type { ViewProps } from '../app/route.ts';
import { overview } from '../app/overview.ts';
import { useData } from '../app/useData.ts';
import { Button } from '../components/Button.tsx';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Segments } from '../components/Segments.tsx';
import { t } from '../i18n/index.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { folded, withCut } from '../text/edges.ts';
import { PathStepRow } from './PathStepRow.tsx';
import { useSelection } from './useSelection.ts';
import './PathPane.css';

/**
 * What keeps the selected object alive: the shortest paths from the root, root first. A step that is clicked is selected while the path
 * stays, so that one can walk along it.
 */
export function PathPane({ route }: ViewProps) {
  const { file, id } = useSelection(route);
  const [target, setTarget] = useState({ file, id });
  const walked = useRef<number | null>(null);
  const cut = route.view === 'retainers' ? route.parameters.cut ?? '' : '';
  useEffect(() => {
    if (id !== null && id === walked.current && file === target.file) return;
    walked.current = null;
    setTarget({ file, id });
  }, [file, id, target.file]);
  const key = target.file === null || target.id === null ? null : `${target.file}/${target.id}/${cut}`;
  const { data, error, isLoading, reload } = useData(key, async signal => {
    const paths = get<Paths>(`snapshots/${target.file}/objects/${target.id}/paths`, { count: 5, cut }, signal);
    return { paths: await paths, total: (await overview(target.file ?? '')).totalBytes, key };
  });
  const select = (step: number) => {
    walked.current = step;
    go({ selected: step }, true);
  };
  return (
    <section className="path-pane" aria-label={t('pathTitle')} aria-busy={isLoading}>
      <h2 className="path-pane__title">{t('pathTitle')}</h2>
      {id === null && <p className="path-pane__note">{t('pathNone')}</p>}
      {id !== null && error !== null && <ErrorNote error={error} onRetry={reload} />}
      {id !== null && error === null && data === null && <PathSkeleton />}
      {id !== null && error === null && data !== null && (
        <PathList key={data.key} paths={data.paths} total={data.total} selected={id} cuts={cut} onSelect={select}
          onIgnore={step => {
            if (target.file === null || target.id === null) return;
            const change = objectChange(target.file, target.id, 'retainers');
            go({ ...change, parameters: { ...change.parameters, cut: withCut(cut, `n${step}`) } });
          }} />
      )}
    </section>
  );
}

function PathList({ paths: { holder, paths }, total, selected, cuts, onSelect, onIgnore }: {
  paths: Paths;
  total: number;
  selected: number;
  cuts: string;
  onSelect(id: number): void;
  onIgnore(id: number): void;
}) {
  const [chosen, setChosen] = useState('0');
  const [isOpen, setIsOpen] = useState(false);
  const steps = paths[Number(chosen)]?.steps ?? [];
  const cutCount = cuts === '' ? 0 : cuts.split(',').length;
  const { head, hidden, tail } = folded(steps, isOpen);
  const row = (step: (typeof steps)[number], index: number) => (
    <PathStepRow key={index} step={step} total={total} isFirst={index === 0} isLast={index === steps.length - 1}
      isSelected={step.nodeId === selected} onSelect={onSelect} onIgnore={onIgnore} />
  );
  return (
    <>
      <div className="path-pane__head">
        {holder !== null && steps.length > 0 && (
          <p className="path-pane__holder">
            {before(t('pathHeld'))}<strong><Untrusted text={holder} max={300} /></strong>{after(t('pathHeld'))}
          </p>
        )}
        {paths.length > 1 && (
          <Segments label={t('pathChoose')} value={chosen} onChange={setChosen}
            options={paths.map((path, index) => ({ value: String(index), label: String(index + 1), title: `${path.steps.length - 1}` }))} />
        )}
        {cutCount > 0 && (
          <span className="path-pane__cuts">
            {t('pathCuts', { count: cutCount })}
            <Button kind="quiet" onClick={() => go({ parameters: { cut: '' } })}>{t('pathRestore')}</Button>
          </span>
        )}
      </div>
      {steps.length === 0
        ? <p className="path-pane__note"><strong>{t('pathWeak')}</strong><br />{t(cutCount > 0 ? 'pathWeakCuts' : 'pathWeakWhy')}</p>
        : (
          <ol className="path-pane__list" onKeyDown={walk}>
            {head.map(row)}
            {hidden > 0 && (
              <li className="path-pane__more">
                <Button kind="quiet" onClick={() => setIsOpen(true)}>{t('tableMore', { count: hidden })}</Button>
              </li>
            )}
            {tail.map((step, index) => row(step, steps.length - tail.length + index))}
          </ol>
        )}
    </>
  );
}

/** Arrow keys go from step to step. */
function walk(event: React.KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('.path-step__link')];
  const at = links.indexOf(document.activeElement as HTMLElement);
  if (step === 0 || at < 0) return;
  event.preventDefault();
  links[at + step]?.focus();
}

function before(text: string): string {
  return text.slice(0, text.indexOf('{holder}'));
}

function after(text: string): string {
  return text.slice(text.indexOf('{holder}') + '{holder}'.length);
}

function PathSkeleton() {
  return (
    <div className="path-pane__skeleton" role="status" aria-label={t('commonLoading')}>
      {[70, 55, 80, 60].map(width => <span key={width} style={{ width: `${width}%` }} />)}
    </div>
  );
}
