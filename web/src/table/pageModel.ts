import type { Page, PageQuery } from '../api/types.ts';
import { fault } from '../text/fault.ts';

export const pageSize = 100;
const maxPages = 60;

export interface Loaded<R> {
  row: R;
  page: Page<R>;
}

type Fetch<R> = (query: PageQuery, signal: AbortSignal) => Promise<Page<R>>;

/**
 * Rows of a long list, a window of 100 at a time as they come into view. Requests for windows that left it are aborted; the latest 60
 * windows are kept. After `ask` with another query the rows of the one before stay until the first page of the new one is there.
 */
export class PageModel<R> {
  matching = 0;
  total = 0;
  /** A change that subscribers see. */
  version = 0;
  error: Error | null = null;
  isFirst = true;
  isLoading = false;
  private readonly pages = new Map<number, Page<R>>();
  private rows = new Map<number, Loaded<R>>();
  private readonly pending = new Map<number, AbortController>();
  /** Windows that could not be loaded: they are asked for again once the list has moved. */
  private readonly failed = new Set<number>();
  private fetch: Fetch<R> | null = null;
  private query: PageQuery = {};
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The first row that was seen last, and where the list moved to: −1 up, 1 down. */
  private seen = { first: 0, direction: 0 };
  private generation = 0;
  /** The generation that the pages are of. */
  private shown = 0;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): number => this.version;

  /** Begins anew with what `fetch` answers to `query`. */
  ask(fetch: Fetch<R>, query: PageQuery): void {
    this.stop();
    this.fetch = fetch;
    this.query = query;
    this.generation++;
    this.seen = { first: 0, direction: 0 };
    this.failed.clear();
    this.isLoading = true;
    this.changed();
    this.load(0);
  }

  /** The row, or undefined while its page is not there. */
  get(index: number): Loaded<R> | undefined {
    const known = this.rows.get(index);
    if (known !== undefined) return known;
    const page = this.pages.get(Math.floor(index / pageSize));
    const row = page?.rows[index % pageSize];
    if (page === undefined || row === undefined) return undefined;
    const loaded = { row, page };
    this.rows.set(index, loaded);
    return loaded;
  }

  /**
   * Loads what is missing among the rows that are seen now, and those that scrolling on will show. After a leap (the bar is dragged) only
   * if they are still seen a little later.
   */
  see(first: number, end: number): void {
    clearTimeout(this.timer);
    if (this.shown !== this.generation || end <= first) return;
    const window = end - first;
    const step = first - this.seen.first;
    const isLeap = Math.abs(step) > 2 * window;
    const direction = isLeap ? 0 : step === 0 ? this.seen.direction : Math.sign(step);
    this.seen = { first, direction };
    if (step !== 0) this.failed.clear();
    const load = () => this.loadBetween(
      Math.max(0, direction < 0 ? first - window : first), Math.min(this.matching, direction > 0 ? end + window : end));
    if (isLeap) this.timer = setTimeout(load, 40);
    else load();
  }

  stop(): void {
    clearTimeout(this.timer);
    for (const stop of this.pending.values()) stop.abort();
    this.pending.clear();
  }

  private loadBetween(first: number, end: number): void {
    const [from, to] = [Math.floor(first / pageSize), Math.floor((end - 1) / pageSize)];
    for (const [number, stop] of this.pending) {
      if (number >= from && number <= to) continue;
      stop.abort();
      this.pending.delete(number);
    }
    for (let number = from; number <= to; number++) {
      if (!this.pages.has(number) && !this.pending.has(number) && !this.failed.has(number)) this.load(number);
    }
  }

  private load(number: number): void {
    if (this.fetch === null) return;
    const stop = new AbortController();
    const generation = this.generation;
    this.pending.set(number, stop);
    this.fetch({ ...this.query, offset: number * pageSize, limit: pageSize }, stop.signal).then(
      page => {
        if (stop.signal.aborted || generation !== this.generation) return;
        this.pending.delete(number);
        this.store(number, page);
      },
      (error: unknown) => {
        if (stop.signal.aborted || generation !== this.generation) return;
        this.pending.delete(number);
        this.failed.add(number);
        this.error = fault(error);
        this.isLoading = false;
        this.changed();
      });
  }

  private store(number: number, page: Page<R>): void {
    if (this.shown !== this.generation) {
      this.shown = this.generation;
      this.pages.clear();
    }
    this.rows = new Map([...this.rows].filter(([index, loaded]) => this.pages.get(Math.floor(index / pageSize)) === loaded.page));
    this.pages.delete(number);
    this.pages.set(number, page);
    for (const oldest of this.pages.keys()) {
      if (this.pages.size <= maxPages) break;
      this.pages.delete(oldest);
    }
    this.matching = page.matching;
    this.total = page.total;
    this.error = null;
    this.isFirst = false;
    this.isLoading = false;
    this.changed();
  }

  private changed(): void {
    this.version++;
    for (const listener of this.listeners) listener();
  }
}
