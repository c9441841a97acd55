import type { Place as PlaceData, SourceLines } from '../../api/types.ts';
import { Place } from '../../components/Place.tsx';
import { t } from '../../i18n/index.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { cut, isolated, visible } from '../../text/untrusted.ts';
import { dedent } from './source.ts';
import './SourceBlock.css';
import { placeText } from './words.ts';

const maxLine = 400;

/** A location in the program, and the lines around it with its own line marked. */
export function SourceBlock({ place, source, declaration }: {
  place: PlaceData;
  source: SourceLines | null;
  declaration: string | null;
}) {
  const first = source?.firstLine ?? place.line;
  const meant = source?.line ?? place.line;
  const lines = dedent(source?.lines ?? (place.source === null ? [] : [place.source]));
  return (
    <div className="source">
      <p className="source__place">
        <Place place={place} />
        {place.function !== null && place.function !== '' && <Untrusted text={t('findInFunction', { name: place.function })} max={100} />}
        {place.generated !== undefined && <Untrusted text={t('findCompiled', { place: placeText(place.generated) })} max={200} />}
      </p>
      {lines.length > 0 && (
        <pre className="source__lines" tabIndex={0} aria-label={isolated(placeText(place))}>
          {lines.map((line, index) => (
            <code key={index} className={first + index === meant && lines.length > 1 ? 'source__line source__line--meant' : 'source__line'}>
              <span className="source__number">{first + index}</span>
              <bdi dir="ltr">{cut(visible(line, true), maxLine)}</bdi>
              {'\n'}
            </code>
          ))}
        </pre>
      )}
      {declaration !== null && <p className="source__note"><Untrusted text={t('findDeclared', { place: declaration })} max={300} /></p>}
    </div>
  );
}
