import type { PathStep } from '../api/types.ts';
import { href } from '../app/route.ts';
import { Place } from '../components/Place.tsx';
import { t } from '../i18n/index.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { bytesOf, exactBytes } from '../text/format.ts';
import { labelOf } from '../text/labels.ts';
import { edgeText, isInternal } from '../text/edges.ts';
import './PathStepRow.css';

/** One hop of a path: the reference, the object it leads to, what that retains, and where its code is. */
export function PathStepRow({ step, total, isFirst, isLast, isSelected, onSelect, onIgnore }: {
  step: PathStep;
  total: number;
  isFirst: boolean;
  isLast: boolean;
  isSelected: boolean;
  onSelect(id: number): void;
  onIgnore(id: number): void;
}) {
  const { className, name } = labelOf(step);
  const classes = `path-step${isSelected ? ' path-step--selected' : ''}${isLast ? ' path-step--last' : ''}`;
  return (
    <li className={classes} aria-current={isSelected ? 'true' : undefined}>
      <a className="path-step__link" href={href({ selected: step.nodeId })}
        onClick={event => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          onSelect(step.nodeId);
        }}>
        <span className="path-step__name">
          {step.edge !== '' && (
            <span className={`path-step__edge${isInternal(step.edgeType) ? ' path-step__edge--internal' : ''}`}>
              <Untrusted text={edgeText(step.edge, step.edgeType)} max={120} />
            </span>
          )}
          <span className="path-step__class">
            {isFirst && className.startsWith('(') ? t('pathRoot') : <Untrusted text={className} max={80} />}
          </span>
          {name !== '' && <span className="path-step__text"><Untrusted text={name} max={48} /></span>}
          {step.repeat > 1 && <span className="path-step__repeat">{t('pathRepeat', { count: step.repeat })}</span>}
        </span>
        <span className="path-step__size number" title={exactBytes(step.retainedBytes)}>{bytesOf(step.retainedBytes, total)}</span>
      </a>
      <span className="path-step__more">
        {step.location !== null && <Place place={step.location} short />}
        {!isFirst && !isLast && (
          <button type="button" className="path-step__ignore" title={t('pathIgnoreHelp')} onClick={() => onIgnore(step.nodeId)}>
            {t('pathIgnore')}
          </button>
        )}
      </span>
    </li>
  );
}
