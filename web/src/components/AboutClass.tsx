import { t } from '../i18n/index.ts';
import { aboutClass } from '../text/classes.ts';
import { Tooltip } from './Tooltip.tsx';
import './ClassName.css';

/** A question mark that explains V8's own classes; nothing for those of the program. */
export function AboutClass({ name }: { name: string }) {
  const about = aboutClass(name);
  if (about === null) return null;
  return (
    <Tooltip text={t(about)}>
      <button type="button" className="class-name__about" tabIndex={-1} aria-label={t('classAbout')}>?</button>
    </Tooltip>
  );
}
