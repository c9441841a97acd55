import type { EdgeType, Place } from './objects.ts';

export interface PathStep {
  /** Name or index of the edge; empty for the root. */
  edge: string;
  edgeType: EdgeType;
  nodeId: number;
  nodeType: string;
  className: string;
  name: string;
  retainedBytes: number;
  /** Equal hops that this one stands for. */
  repeat: number;
  location: Place | null;
}

/** Root first, the object last. `holder` as in ObjectDetail. Empty where nothing but weak edges, or cuts, lead there. */
export interface Paths {
  holder: string | null;
  paths: { steps: PathStep[] }[];
}
