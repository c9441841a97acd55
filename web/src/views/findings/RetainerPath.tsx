import { useState } from 'react';
import type { PathStep } from '../../api/types.ts';
import { Place } from '../../components/Place.tsx';
import { SizeCell } from '../../components/SizeCell.tsx';
import { t } from '../../i18n/index.ts';
import { count } from '../../text/format.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { cut, visible } from '../../text/untrusted.ts';
import { isPlainClick, useLinks } from './links.ts';
import { drawPath, type DrawnFold, type DrawnStep } from './path.ts';
import './RetainerPath.css';
import { edgeText, nodeText } from './words.ts';

const marks = { root: 'findRootMark', holder: 'findHolderMark', leaked: 'findLeakedMark' } as const;

export interface RetainerPathProps {
  path: readonly PathStep[];
  /** V8's id of the holder, which is marked. */
  holderId: number;
  /** What the last object is marked as. */
  lastMark?: LastMark;
}

type LastMark = 'findLeakedMark' | 'findHeldMark';

/** A path from the root as a vertical line: one object a stop, never indented. */
export function RetainerPath({ path, holderId, lastMark = 'findLeakedMark' }: RetainerPathProps) {
  const drawn = drawPath(path, holderId);
  const total = path[0]?.retainedBytes ?? 0;
  return (
    <ol className="retainer-path" aria-label={t('findWhatHolds')}>
      {drawn.map((row, index) => row.kind === 'step'
        ? <Step key={index} row={row} total={total} lastMark={lastMark} />
        : <Fold key={index} fold={row} total={total} lastMark={lastMark} />)}
    </ol>
  );
}

function Fold({ fold, total, lastMark }: { fold: DrawnFold; total: number; lastMark: LastMark }) {
  const [isOpen, setIsOpen] = useState(false);
  if (isOpen) return fold.steps.map((row, index) => <Step key={index} row={row} total={total} lastMark={lastMark} />);
  const size = { count: fold.steps.length };
  const label = fold.owner === null ? t('findFoldInner', size)
    : fold.owner === 'node' ? t('findFoldNode', size) : t('findFoldLibrary', { ...size, library: cut(visible(fold.owner), 40) });
  return (
    <li className="retainer-path__stop retainer-path__stop--fold">
      <span className="retainer-path__rail" aria-hidden="true" />
      <span className="retainer-path__edge" />
      <button type="button" className="retainer-path__fold" title={t('findUnfold')} aria-expanded={false} onClick={() => setIsOpen(true)}>
        <span>{label}</span>
        <span className="retainer-path__folded">
          {fold.steps.map(({ step }, index) => (
            <span key={index}>{index > 0 && ' › '}<Untrusted text={nodeText(step)} max={30} /></span>
          ))}
        </span>
      </button>
    </li>
  );
}

function Step({ row: { step, role }, total, lastMark }: { row: DrawnStep; total: number; lastMark: LastMark }) {
  const links = useLinks();
  const mark = role === 'leaked' ? lastMark : role === 'root' || role === 'holder' ? marks[role] : null;
  const isSelected = links?.selected === step.nodeId;
  const name = (
    <>
      <span className="retainer-path__name"><Untrusted text={nodeText(step)} max={80} /></span>
      {step.repeat > 1 && <span className="retainer-path__repeat">{t('findTimes', { count: count(step.repeat) })}</span>}
      <span className="retainer-path__id">@{step.nodeId}</span>
    </>
  );
  return (
    <li className={`retainer-path__stop retainer-path__stop--${role}${isSelected ? ' retainer-path__stop--selected' : ''}`}>
      <span className="retainer-path__rail" aria-hidden="true" />
      <span className="retainer-path__edge"><Untrusted text={edgeText(step.edgeType, step.edge)} max={60} /></span>
      <span className="retainer-path__node">
        {links === null || role === 'root' ? name : (
          <a href={links.objectHref(step.nodeId)} aria-current={isSelected ? 'true' : undefined} onClick={event => {
            if (!isPlainClick(event)) return;
            event.preventDefault();
            links.onObject(step.nodeId);
          }}>
            {name}
          </a>
        )}
        {mark !== null && <span className={`retainer-path__mark retainer-path__mark--${role}`}>{t(mark)}</span>}
      </span>
      <span className="retainer-path__size"><SizeCell bytes={step.retainedBytes} total={total} /></span>
      <span className="retainer-path__code">{step.location !== null && <Place place={step.location} short />}</span>
    </li>
  );
}
