import { useState } from 'react';
import type { Place as PlaceData } from '../api/types.ts';
import { t } from '../i18n/index.ts';
import { fileName } from '../text/names.ts';
import { isolated } from '../text/untrusted.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import './Place.css';

/** Where in the source: `file:line:column`; a click copies it. */
export function Place({ place, short = false }: { place: PlaceData; short?: boolean }) {
  const [isCopied, setIsCopied] = useState(false);
  const full = `${place.file}:${place.line}:${place.column}`;
  const text = short ? `${fileName(place.file)}:${place.line}` : full;
  return (
    <button type="button" className="place" title={isCopied ? t('commonCopied') : t('placeCopy', { place: isolated(full) })}
      onClick={event => {
        event.stopPropagation();
        void navigator.clipboard.writeText(full).then(() => setIsCopied(true), () => {});
      }}
      onBlur={() => setIsCopied(false)} onMouseLeave={() => setIsCopied(false)}>
      <Untrusted text={text} title={false} />
      {isCopied && <span className="place__copied" role="status">{t('commonCopied')}</span>}
    </button>
  );
}
