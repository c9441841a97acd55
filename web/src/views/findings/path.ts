// A retainer path as it is drawn: V8's nested roots are one, runs of steps that are not the program's own are folded, and the holder and
// what leaks are marked. A step without code of its own belongs to whoever has the code above it: `_events` of a Server is Node's, a
// property of the program's own object is the program's.
import type { PathStep } from '../../api/types.ts';
import { ownerOf } from './words.ts';

export type Role = 'root' | 'inner' | 'own' | 'holder' | 'held' | 'leaked';

export interface DrawnStep {
  kind: 'step';
  step: PathStep;
  role: Role;
}

export interface DrawnFold {
  kind: 'fold';
  /** `node`, the name of a package, or null where they are V8's own or unknown. */
  owner: string | null;
  steps: DrawnStep[];
}

export type Drawn = DrawnStep | DrawnFold;

const internalEdges: ReadonlySet<string> = new Set(['internal', 'hidden', 'shortcut', 'weak']);

/** @param holderId V8's id of the holder; where it is not on the path, nothing is marked as holder. */
export function drawPath(path: readonly PathStep[], holderId: number): Drawn[] {
  const steps = withoutNestedRoots(path);
  const holder = steps.findIndex(step => step.nodeId === holderId);
  const isInner = innerSteps(steps);
  const drawn: Drawn[] = [];
  let run: DrawnStep[] = [];
  const flush = () => {
    if (run.length < 2) drawn.push(...run);
    else drawn.push({ kind: 'fold', owner: ownerOfRun(run), steps: run });
    run = [];
  };
  steps.forEach((step, index) => {
    const role = roleOf(steps, index, holder, isInner[index] === true);
    if (role === 'inner') run.push({ kind: 'step', step, role });
    else {
      flush();
      drawn.push({ kind: 'step', step, role });
    }
  });
  flush();
  return drawn;
}

/** V8 nests its roots: only the last one says anything, such as (Global handles). */
export function withoutNestedRoots(path: readonly PathStep[]): PathStep[] {
  const roots = path.findIndex(step => step.nodeType !== 'synthetic');
  const root = path[roots - 1];
  return roots < 2 || root === undefined ? [...path] : [{ ...root, edge: '', edgeType: '' }, ...path.slice(roots)];
}

function roleOf(steps: readonly PathStep[], index: number, holder: number, isInner: boolean): Role {
  if (index === 0) return 'root';
  if (index === holder) return 'holder';
  if (index === steps.length - 1) return 'leaked';
  if (holder >= 0 && index > holder) return 'held';
  return isInner ? 'inner' : 'own';
}

/** Which steps are Node's, a library's or V8's own. */
function innerSteps(steps: readonly PathStep[]): boolean[] {
  let owner: string | null = null;
  return steps.map(({ location, edgeType }) => {
    if (location !== null) {
      owner = ownerOf(location);
      return owner !== null;
    }

    return owner !== null || internalEdges.has(edgeType);
  });
}

function ownerOfRun(run: readonly DrawnStep[]): string | null {
  const owners = run.map(({ step }) => ownerOf(step.location)).filter(owner => owner !== null);
  return owners.find(owner => owner !== 'node') ?? owners[0] ?? null;
}
