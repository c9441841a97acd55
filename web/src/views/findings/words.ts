// Objects, edges and places in words: the same as on the command line's pages.
import type { PathStep, Place } from '../../api/types.ts';
import { t } from '../../i18n/index.ts';
import { cut } from '../../text/untrusted.ts';

const maxQuoted = 48;

/** `.name`, `[3]`, `variable name`, or V8's own field; empty for the root and for V8's numbered links to globals. */
export function edgeText(type: string, edge: string): string {
  const isNumber = /^\d+$/.test(edge);
  switch (type) {
    case 'element': return edge.startsWith('[') ? edge : `[${edge}]`;
    case 'property': return isIdentifier(edge) ? `.${edge}` : `["${cut(edge, maxQuoted)}"]`;
    case 'context': return t('findVariable', { name: edge });
    case 'hidden': return isNumber ? `hidden ${edge}` : t('findVariable', { name: edge });
    case 'shortcut': return isNumber ? '' : edge;
    case 'internal':
    case '': return edge;
    default: return `${type} ${edge}`;
  }
}

/** `Map`, `handler()`, `"text"`. */
export function nodeText({ nodeType, className, name }: Pick<PathStep, 'nodeType' | 'className' | 'name'>): string {
  switch (nodeType) {
    case 'synthetic': return name === '' ? '(root)' : name;
    case 'string':
    case 'concatenated string':
    case 'sliced string': return `"${cut(name, maxQuoted)}"`;
    case 'closure': return `${name === '' ? t('findAnonymous') : name}()`;
    case 'object': return className;
    case 'regexp': return `/${name}/`;
    default: return name === '' ? className : name;
  }
}

export function placeText(place: Pick<Place, 'file' | 'line' | 'column'>): string {
  return `${fileText(place.file)}:${place.line}:${place.column}`;
}

/** The path of a file, also of a `file:` URL. */
function fileText(file: string): string {
  if (!file.startsWith('file:///')) return file;
  try {
    return decodeURIComponent(file.slice('file://'.length));
  } catch {
    return file;
  }
}

/** The npm package that a file is of, `node` for Node's own files, null for the program's. */
export function ownerOf(place: Place | null): string | null {
  if (place === null) return null;
  if (place.file.startsWith('node:')) return 'node';
  const parts = place.file.split(/[/\\]/);
  const at = parts.lastIndexOf('node_modules');
  if (at < 0) return null;
  const name = parts[at + 1] ?? '';
  return name.startsWith('@') ? `${name}/${parts[at + 2] ?? ''}` : name;
}

// Symbols come as <symbol name>.
function isIdentifier(name: string): boolean {
  return name.startsWith('<symbol') || /^[\p{L}_$#][\p{L}\p{Nd}_$#]*$/u.test(name);
}
