import type { Kind, Place } from './objects.ts';
import type { Page } from './pages.ts';
import type { PathStep } from './paths.ts';

export interface Statistics {
  nativeBytes: number;
  typedArrayBytes: number;
  codeBytes: number;
  stringBytes: number;
  jsArrayBytes: number;
  systemBytes: number;
}

export interface Overview {
  id: string;
  file: string;
  nodes: number;
  edges: number;
  strings: number;
  totalBytes: number;
  statistics: Statistics;
  classes: number;
  rootId: number;
  hasTraces: boolean;
  /** Milliseconds that opening took, and whether an index answered. */
  openMs: number;
  isFromIndex: boolean;
}

export interface ClassRow {
  name: string;
  key: string;
  kind: Kind;
  count: number;
  shallowBytes: number;
  retainedBytes: number;
  distance: number;
  location: Place | null;
}

export interface ChangeRow {
  name: string;
  key: string;
  kind: Kind;
  added: number;
  removed: number;
  delta: number;
  addedBytes: number;
  removedBytes: number;
  deltaBytes: number;
  /** A number for each file. */
  counts: number[];
  shallowBytes: number[];
  location: Place | null;
}

export interface Comparison extends Page<ChangeRow> {
  comparedBy: 'identity' | 'structure';
  /** Ids of the sources, earliest first. */
  files: string[];
  totalBytes: number[];
  /** A file that was taken before the one given ahead of it. */
  outOfOrder: string | null;
  /** By structure only: what grew, by what holds it. */
  paths: GrownPath[];
}

export interface GrownPath {
  holder: string | null;
  className: string;
  exampleNodeId: number;
  delta: number;
  deltaBytes: number;
  counts: number[];
  retainedBytes: number[];
  retainerPath: PathStep[];
}

/** A cell of the treemap and the icicle. `rest` cells sum up what is too small. */
export interface Cell {
  id: number;
  kind: Kind;
  className: string;
  name: string;
  selfBytes: number;
  retainedBytes: number;
  childCount: number;
  children: Cell[];
  /** Children that are not in `children`. */
  rest: { count: number; bytes: number } | null;
}

export interface DominatorCells {
  root: Cell;
  /** From the heap's root down to `root`, for the breadcrumbs. */
  ancestors: { id: number; className: string; name: string; retainedBytes: number }[];
}

export interface StringRow {
  value: string;
  length: number;
  truncated: boolean;
  count: number;
  shallowBytes: number;
  retainedBytes: number;
  wastedBytes: number;
  nodeIds: number[];
}

export interface StringsPage extends Page<StringRow> {
  stringBytes: number;
  wastedBytes: number;
}

/** A scope and its variables. */
export interface ContextRow {
  id: number;
  /** The function that made the scope, and where. */
  function: string;
  location: Place | null;
  closures: number;
  selfBytes: number;
  retainedBytes: number;
  /** What the variables keep that no living closure of the scope uses; null where the source is not known. */
  unusedBytes: number | null;
  variables: ContextVariable[];
}

export interface ContextVariable {
  name: string;
  id: number;
  kind: Kind;
  className: string;
  value: string;
  retainedBytes: number;
  /** False: no living closure of the scope uses it. Null: not known. */
  isUsed: boolean | null;
}

/** Who holds the objects of a class: their dominators, by class, one level. */
export interface HolderRow {
  /** Names the row for the next level: keys of the classes from the wanted one outwards, joined by `›`. */
  key: string;
  className: string;
  kind: Kind;
  /** Distinct dominators of that class. */
  holders: number;
  /** Objects of the wanted class that they hold. */
  objects: number;
  objectBytes: number;
  exampleId: number;
}

export interface PackageRow {
  /** The npm package, `(program)` for the program's own files, `(node)` for Node's. */
  name: string;
  /** Objects whose constructor or code is in the package. */
  objects: number;
  shallowBytes: number;
  /** What would be freed with all of them. */
  retainedBytes: number;
}
