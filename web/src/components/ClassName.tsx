import type { Kind, Place as PlaceData } from '../api/types.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import { AboutClass } from './AboutClass.tsx';
import { KindMark } from './KindMark.tsx';
import { Place } from './Place.tsx';
import './ClassName.css';

/** A class with the place of its constructor; V8's own classes explain themselves. */
export function ClassName({ name, kind, place = null }: { name: string; kind: Kind; place?: PlaceData | null }) {
  return (
    <span className="class-name">
      <KindMark kind={kind} />
      <span className="class-name__text"><Untrusted text={name} max={200} /></span>
      {place !== null && <span className="class-name__place"><Place place={place} short /></span>}
      <AboutClass name={name} />
    </span>
  );
}
