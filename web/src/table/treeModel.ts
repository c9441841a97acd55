import type { Page, PageQuery } from '../api/types.ts';
import { fault } from '../text/fault.ts';
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
  isLoading: boolean;
  error: Error | null;
}

/** The row behind the children that are there: more can be loaded, are being loaded, or could not be. Not while the first are loaded. */
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

type Branch<R> = Pick<TreeNode<R>, 'children' | 'matching' | 'isLoading' | 'error'>;

export class TreeModel<R> {
  items: TreeItem<R>[] = [];
  version = 0;
  total = 0;
  matching = 0;
  error: Error | null = null;
  isFirst = true;
  isLoading = false;
  private top: Branch<R> = branch();
  /** Of everything that is asked for until the next `ask`. */
  private stopper = new AbortController();
  /** Answers that are still to come; the rows of an `ask` are shown when there are none. */
  private waiting = 0;
  private source: TreeSource<R> | null = null;
  private query: PageQuery = {};
  /** Keys that open by themselves as they appear: what the view asked for, and what was open before, with its children. */
  private open = new Map<string, Promise<Page<R>> | undefined>();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): number => this.version;

  get isBusy(): boolean {
    return this.waiting > 0;
  }

  /**
   * Loads the roots anew, and with `keep` the branches that are open. The rows of before stay until all of that is there, so that the table
   * is drawn once.
   */
  ask(source: TreeSource<R>, query: PageQuery, expand: readonly string[], keep: boolean): void {
    const opened = this.items.filter(item => keep && item.kind === 'node' && item.isExpanded) as TreeNode<R>[];
    this.stop();
    this.source = source;
    this.query = query;
    this.open = new Map(expand.map(key => [key, undefined]));
    this.top = branch();
    this.stopper = new AbortController();
    this.waiting = 0;
    this.isLoading = true;
    this.load(null, pageSize);
    for (const { key, row } of opened) {
      const children = source.children(row, { ...query, offset: 0, limit: pageSize }, this.stopper.signal);
      // Its error is shown where the branch opens.
      children.catch(() => {});
      this.open.set(key, children);
    }
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
    this.stopper.abort();
  }

  private load(parent: TreeNode<R> | null, limit: number, ahead?: Promise<Page<R>>): void {
    const { source, stopper: { signal } } = this;
    const at: Branch<R> = parent ?? this.top;
    if (source === null || at.isLoading) return;
    at.isLoading = true;
    at.error = null;
    this.waiting++;
    const query = { ...this.query, offset: at.children.length, limit };
    const answer = ahead ?? (parent === null ? source.roots(query, signal) : source.children(parent.row, query, signal));
    const settle = (take: () => void) => {
      if (signal.aborted) return;
      take();
      at.isLoading = false;
      this.waiting--;
      if (this.waiting === 0) this.isLoading = this.isFirst = false;
      this.flatten();
    };
    answer.then(
      page => settle(() => this.add(parent, at, page)),
      (error: unknown) => settle(() => {
        at.error = fault(error);
        if (parent === null) this.error = at.error;
      }));
  }

  private add(parent: TreeNode<R> | null, at: Branch<R>, page: Page<R>): void {
    for (const row of page.rows) at.children.push(this.node(row, page, parent, at.children.length + 1));
    at.matching = page.rows.length === 0 ? at.children.length : page.matching;
    if (parent !== null) return;
    this.total = page.total;
    this.matching = page.matching;
    this.error = null;
    this.openOnly();
  }

  /** What a filter leaves alone is what was looked for. */
  private openOnly(): void {
    const [only] = this.top.children;
    if (only === undefined || this.matching !== 1 || (this.query.filter ?? '') === '' || !only.canExpand || only.isExpanded) return;
    only.isExpanded = true;
    this.load(only, pageSize);
  }

  private node(row: R, page: Page<R>, parent: TreeNode<R> | null, position: number): TreeNode<R> {
    const key = this.source?.rowKey(row) ?? '';
    const canExpand = this.source?.canExpand(row) ?? false;
    const node: TreeNode<R> = {
      kind: 'node', row, page, key, level: (parent?.level ?? 0) + 1, parent, position, canExpand, isExpanded: false, ...branch<R>(),
    };
    // A key opens once: the same object further down would open for ever where it holds itself.
    if (canExpand && this.open.has(key)) {
      node.isExpanded = true;
      this.load(node, pageSize, this.open.get(key));
      this.open.delete(key);
    }
    return node;
  }

  private flatten(): void {
    if (this.isLoading) return;
    const items: TreeItem<R>[] = [];
    const add = (at: Branch<R>, parent: TreeNode<R> | null) => {
      for (const child of at.children) {
        items.push(child);
        if (child.isExpanded) add(child, child);
      }
      const remaining = at.matching - at.children.length;
      if (remaining > 0 || at.error !== null) {
        items.push({ kind: 'more', parent, level: (parent?.level ?? 0) + 1, remaining, isLoading: at.isLoading, error: at.error });
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
  return { children: [], matching: -1, isLoading: false, error: null };
}
