import type { Page, PageQuery } from '../api/types.ts';
import { pageSize } from './pageModel.ts';

// A tree whose branches are loaded as they are opened, 100 children at a time, kept flat in the order in which its rows are shown.

export interface TreeNode<R> {
  kind: 'node';
  row: R;
  /** The page that it came with. */
  page: Page<R>;
  key: string;
  level: number;
  parent: TreeNode<R> | null;
  /** Position among its siblings, from 1, and how many there are. */
  position: number;
  canExpand: boolean;
  isExpanded: boolean;
  children: TreeNode<R>[];
  /** Children that exist; −1 while that is not known. */
  matching: number;
  stop: AbortController | null;
  error: Error | null;
}

/** The row behind the children that are there: more can be loaded, are being loaded, or could not be. */
export interface TreeMore<R> {
  kind: 'more';
  parent: TreeNode<R> | null;
  level: number;
  remaining: number;
  isLoading: boolean;
  error: Error | null;
}

export type TreeItem<R> = TreeNode<R> | TreeMore<R>;

export interface TreeSource<R> {
  roots(query: PageQuery, signal: AbortSignal): Promise<Page<R>>;
  children(row: R, query: PageQuery, signal: AbortSignal): Promise<Page<R>>;
  canExpand(row: R): boolean;
  rowKey(row: R): string;
}

type Branch<R> = Pick<TreeNode<R>, 'children' | 'matching' | 'stop' | 'error'>;

export class TreeModel<R> {
  items: TreeItem<R>[] = [];
  version = 0;
  total = 0;
  matching = 0;
  error: Error | null = null;
  isFirst = true;
  isLoading = false;
  private top: Branch<R> = branch();
  private source: TreeSource<R> | null = null;
  private query: PageQuery = {};
  /** Keys that open by themselves as they appear: what the view asked for, and what was open before the order changed. */
  private open = new Set<string>();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): number => this.version;

  /** Loads the roots anew; the rows of before stay until they are there. With `keep` the open branches open again. */
  ask(source: TreeSource<R>, query: PageQuery, expand: readonly string[], keep: boolean): void {
    const opened = keep ? this.items.flatMap(item => (item.kind === 'node' && item.isExpanded ? [item.key] : [])) : [];
    this.stop();
    this.source = source;
    this.query = query;
    this.open = new Set([...expand, ...opened]);
    this.top = branch();
    this.isLoading = true;
    this.load(null, pageSize);
    this.changed();
  }

  toggle(node: TreeNode<R>, isExpanded = !node.isExpanded): void {
    if (!node.canExpand || node.isExpanded === isExpanded) return;
    this.open.delete(node.key);
    node.isExpanded = isExpanded;
    if (isExpanded && node.matching < 0) this.load(node, pageSize);
    this.flatten();
  }

  /** Loads more children of a node, or more roots. */
  more(parent: TreeNode<R> | null, limit: number): void {
    this.load(parent, limit);
    this.flatten();
  }

  indexOf(predicate: (node: TreeNode<R>) => boolean): number {
    return this.items.findIndex(item => item.kind === 'node' && predicate(item));
  }

  stop(): void {
    this.top.stop?.abort();
    for (const item of this.items) if (item.kind === 'node') item.stop?.abort();
  }

  private load(parent: TreeNode<R> | null, limit: number): void {
    const { source, top } = this;
    const at: Branch<R> = parent ?? top;
    if (source === null || at.stop !== null) return;
    const stop = new AbortController();
    at.stop = stop;
    at.error = null;
    const query = { ...this.query, offset: at.children.length, limit };
    const isGone = () => stop.signal.aborted || this.top !== top;
    const answer = parent === null ? source.roots(query, stop.signal) : source.children(parent.row, query, stop.signal);
    answer.then(
      page => {
        if (isGone()) return;
        at.stop = null;
        at.matching = page.matching;
        if (page.rows.length === 0) at.matching = at.children.length;
        for (const row of page.rows) at.children.push(this.node(row, page, parent, at.children.length + 1));
        if (parent === null) {
          this.total = page.total;
          this.matching = page.matching;
          this.openOnly();
        }
        this.settle(parent === null, null);
      },
      (error: unknown) => {
        if (isGone()) return;
        at.stop = null;
        at.error = error instanceof Error ? error : new Error(String(error));
        this.settle(parent === null, at.error);
      });
  }

  /** What a filter leaves alone is what was looked for. */
  private openOnly(): void {
    const [only] = this.top.children;
    if (only === undefined || this.matching !== 1 || (this.query.filter ?? '') === '' || !only.canExpand || only.isExpanded) return;
    only.isExpanded = true;
    this.load(only, pageSize);
  }

  private settle(isTop: boolean, error: Error | null): void {
    if (isTop) {
      this.error = error;
      this.isLoading = false;
      this.isFirst = false;
    }
    this.flatten();
  }

  private node(row: R, page: Page<R>, parent: TreeNode<R> | null, position: number): TreeNode<R> {
    const key = this.source?.rowKey(row) ?? '';
    const canExpand = this.source?.canExpand(row) ?? false;
    const node: TreeNode<R> = {
      kind: 'node', row, page, key, level: (parent?.level ?? 0) + 1, parent, position, canExpand, isExpanded: false, ...branch<R>(),
    };
    // A key opens once: the same object further down would open for ever where it holds itself.
    if (canExpand && this.open.delete(key)) {
      node.isExpanded = true;
      this.load(node, pageSize);
    }
    return node;
  }

  private flatten(): void {
    if (this.isLoading) {
      this.changed();
      return;
    }
    const items: TreeItem<R>[] = [];
    const add = (at: Branch<R>, parent: TreeNode<R> | null) => {
      for (const child of at.children) {
        items.push(child);
        if (child.isExpanded) add(child, child);
      }
      const remaining = at.matching < 0 ? -1 : at.matching - at.children.length;
      if (remaining !== 0 || at.stop !== null || at.error !== null) {
        items.push({ kind: 'more', parent, level: (parent?.level ?? 0) + 1, remaining, isLoading: at.stop !== null, error: at.error });
      }
    };
    add(this.top, null);
    this.items = items;
    this.changed();
  }

  private changed(): void {
    this.version++;
    for (const listener of this.listeners) listener();
  }
}

function branch<R>(): Branch<R> {
  return { children: [], matching: -1, stop: null, error: null };
}
