import type { PathStep, Paths } from '../api/types.ts';
import { objectHref } from '../app/objects.ts';
import { t } from '../i18n/index.ts';
import { bytes } from '../text/format.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import './PathStrip.css';

/** The rest is in the pane of paths. */
const shown = 3;

/** Paths to the root in one line each, root first: what still holds the object after the cuts. */
export function PathStrip({ file, paths }: { file: string; paths: Paths }) {
  return (
    <div className="path-strip">
      <p className="path-strip__title">{t('exploreStillHeld')}</p>
      {paths.paths.slice(0, shown).map((path, index) => (
        <ol key={index} className="path-strip__path">
          {path.steps.map((step, position) => <Step key={position} file={file} step={step} isRoot={position === 0} />)}
        </ol>
      ))}
    </div>
  );
}

function Step({ file, step, isRoot }: { file: string; step: PathStep; isRoot: boolean }) {
  const name = isRoot ? t('exploreRoot') : isNamed(step) ? step.name : step.className;
  return (
    <li className="path-strip__step">
      {!isRoot && <span className="path-strip__edge"><Untrusted text={step.edge} max={40} /></span>}
      <a className="path-strip__object" href={objectHref(file, step.nodeId)} title={`@${step.nodeId}, ${bytes(step.retainedBytes)}`}>
        <Untrusted text={name} max={40} title={false} />
      </a>
      {step.repeat > 1 && <span className="path-strip__edge">×{step.repeat}</span>}
    </li>
  );
}

/** Functions and V8's own roots say more by name than by class. */
function isNamed(step: PathStep): boolean {
  return step.name !== '' && (step.className === 'Function' || step.className === '(synthetic)');
}
