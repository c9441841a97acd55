/** For the colour, the same in every view. */
export type Kind = 'object' | 'closure' | 'string' | 'array' | 'code' | 'native' | 'system' | 'other';

export interface Place {
  file: string;
  line: number;
  column: number;
  function: string | null;
  source: string | null;
  generated?: { file: string; line: number; column: number };
}

export interface ObjectRow {
  id: number;
  kind: Kind;
  /** V8's node type. */
  type: string;
  className: string;
  /** What tells it from others of its class: a function's name, a string's beginning, `{a, b}`; cut to 200 characters. */
  name: string;
  selfBytes: number;
  retainedBytes: number;
  /** Edges from a root; null where nothing but weak edges leads there. From 100,000,000 on only V8's own roots lead there. */
  distance: number | null;
  edgeCount: number;
  retainerCount: number;
  /** Objects it dominates immediately. */
  dominatedCount: number;
}

export type EdgeType = 'context' | 'element' | 'property' | 'internal' | 'hidden' | 'shortcut' | 'weak' | string;

/** One edge with the object at its other end. */
export interface EdgeRow extends ObjectRow {
  edge: string;
  edgeType: EdgeType;
  /** Names the edge for cuts: `e<from id>:<position>`. */
  edgeKey: string;
  /** Only of retainers: cut by the person, or reachable only through what was cut. */
  isCut: boolean;
  isReachable: boolean;
}

export interface ObjectDetail extends ObjectRow {
  dominatorId: number;
  dominatorName: string;
  /** The closure's or the constructor's. */
  location: Place | null;
  /** As the program calls it, such as `variable cache in users.js`; null where there is no such name. */
  holder: string | null;
  preview: Preview;
}

/** What is in the object. */
export interface Preview {
  kind: 'string' | 'array' | 'map' | 'set' | 'object' | 'function' | 'other';
  /** Of strings: the length that is known, and whether the snapshot cut it. The text is paged by `/string`. */
  length: number | null;
  isCut: boolean;
  /** Entries of arrays, Maps and Sets, or properties of objects: how many there are, and the first 50. */
  count: number;
  entries: PreviewEntry[];
}

export interface PreviewEntry {
  key: string;
  keyId: number | null;
  valueId: number | null;
  kind: Kind;
  value: string;
  retainedBytes: number;
}

export interface StringPart {
  text: string;
  offset: number;
  /** Characters that the snapshot has. */
  available: number;
  /** Of the string in the program, where known. */
  length: number | null;
  isCut: boolean;
}

export interface SourceLines {
  file: string;
  /** Line number of the first of `lines`. */
  firstLine: number;
  lines: string[];
  /** The line that is meant. */
  line: number;
}
