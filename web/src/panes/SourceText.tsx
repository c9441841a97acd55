import { ApiError, get } from '../api/client.ts';
import type { SourceLines } from '../api/types.ts';
import { useData } from '../app/useData.ts';
import { t } from '../i18n/index.ts';
import { visible } from '../text/untrusted.ts';
import './SourceText.css';

/** Lines of the program around an object's code. */
export function SourceText({ file, id }: { file: string; id: number }) {
  const path = `snapshots/${file}/objects/${id}/source`;
  const { data, error } = useData(path, signal => get<SourceLines | undefined>(path, { context: 6 }, signal));
  if (error !== null) {
    const isMissing = error instanceof ApiError && error.status === 404;
    return <p className="object-pane__quiet">{isMissing ? t('objectNoSource') : error.message}</p>;
  }
  if (data === null) return null;
  // No content: the file is not on this machine.
  return data === undefined ? <p className="object-pane__quiet">{t('objectNoSource')}</p> : <SourceBlock source={data} />;
}

/** Source lines with their numbers; the line that is meant is marked. */
export function SourceBlock({ source }: { source: SourceLines }) {
  return (
    <ol className="source-text" tabIndex={0} aria-label={t('objectSource')}>
      {source.lines.map((line, index) => {
        const number = source.firstLine + index;
        const isMeant = number === source.line;
        return (
          <li key={number} className={`source-text__line${isMeant ? ' source-text__line--meant' : ''}`}
            aria-current={isMeant ? 'true' : undefined}>
            <span className="source-text__number">{number}</span>
            <code className="source-text__code"><bdi>{visible(line, true)}</bdi></code>
          </li>
        );
      })}
    </ol>
  );
}
