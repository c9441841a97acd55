import { useState } from 'react';
import type { AllocatedBy } from '../../api/types.ts';
import { Place } from '../../components/Place.tsx';
import { t } from '../../i18n/index.ts';
import { count, percent } from '../../text/format.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import './Stack.css';

/** The inner end of a deep stack is near the allocation. */
const maxFrames = 12;

/** The calls that allocate what leaks, callers first. */
export function Stack({ stack, isOfFiles }: { stack: AllocatedBy; isOfFiles: boolean }) {
  const [isOpen, setIsOpen] = useState(false);
  const hidden = isOpen ? 0 : Math.max(0, stack.frames.length - maxFrames);
  return (
    <>
      <ol className="stack">
        {hidden > 0 && (
          <li className="stack__more">
            <button type="button" onClick={() => setIsOpen(true)}>{t('findMoreFrames', { count: hidden })}</button>
          </li>
        )}
        {stack.frames.slice(hidden).map((frame, index) => (
          <li key={index} className={frame.library === null ? 'stack__frame stack__frame--own' : 'stack__frame'}>
            <span className="stack__name"><Untrusted text={frame.function ?? t('findAnonymous')} max={80} /></span>
            <span className="stack__place">
              {frame.library !== null
                ? <Untrusted text={libraryText(frame.library, frame.functions)} max={60} />
                : frame.location !== null && <Place place={frame.location} short />}
            </span>
          </li>
        ))}
      </ol>
      <p className="stack__note">{noteOf(stack, isOfFiles)}</p>
    </>
  );
}

function libraryText(library: string, functions: number): string {
  const where = library === 'node' ? t('findInNode') : t('findInLibrary', { library });
  return functions > 1 ? `${where}, ${t('findFunctions', { count: functions })}` : where;
}

function noteOf({ objects, share, isSampled }: AllocatedBy, isOfFiles: boolean): string {
  const values = { objects: count(objects), share: percent(share).replace('.0 %', ' %') };
  if (isOfFiles) return t('findOpened', values);
  if (isSampled) return t('findSampled', values);
  return objects === 1 ? t('findTracedOne') : t('findTraced', values);
}
