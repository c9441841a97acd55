import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page, PageQuery } from '../src/api/types.ts';
import { nextSorting } from '../src/table/columns.ts';
import { PageModel } from '../src/table/pageModel.ts';
import {
  blockRows, blockSlots, isScaled, maxOffset, maxSpacer, rowRange, scrolled, showing, slotted, spacerHeight, toOffset,
  toScrollTop,
} from '../src/table/scroll.ts';
import { TreeModel } from '../src/table/treeModel.ts';

const short = { rows: 1000, rowHeight: 24, viewport: 480 };
const long = { rows: 3_000_000, rowHeight: 24, viewport: 480 };

test('A short list scrolls pixel by pixel', () => {
  assert.equal(spacerHeight(short), 24_000);
  assert.equal(toOffset(1234, short), 1234);
  assert.deepEqual(scrolled({ scrollTop: 0, offset: 0 }, 100, short), { scrollTop: 100, offset: 100 });
});

test('The spacer of a long list is capped, and its ends are those of the list', () => {
  assert.equal(isScaled(long), true);
  assert.equal(spacerHeight(long), maxSpacer);
  assert.equal(toOffset(0, long), 0);
  assert.equal(toOffset(maxSpacer - long.viewport, long), maxOffset(long));
  assert.ok(Math.abs(toOffset(toScrollTop(1_234_567, long), long) - 1_234_567) < 1e-3);
});

test('A wheel moves a long list by its own distance, dragging the bar by the map', () => {
  const from = { scrollTop: 5_000_000, offset: toOffset(5_000_000, long) };
  assert.equal(scrolled(from, 5_000_100, long).offset, from.offset + 100);
  assert.equal(scrolled(from, 6_000_000, long).offset, toOffset(6_000_000, long));
  assert.equal(scrolled({ scrollTop: 50, offset: 90 }, 0, long).offset, 0);
});

test('A row is shown by moving no further than needed', () => {
  assert.equal(showing(10, 0, short), 0);
  assert.equal(showing(5, 240, short), 120);
  assert.equal(showing(20, 0, short), 24);
});

test('The rows that are drawn cover the window', () => {
  assert.deepEqual(rowRange(2400, short), { first: 96, end: 128 });
  assert.deepEqual(rowRange(0, { ...short, rows: 3 }), { first: 0, end: 3 });
  assert.deepEqual(rowRange(0, { ...short, rows: 0 }), { first: 0, end: 0 });
});

test('A block of rows keeps its slot while it is drawn, and each is drawn once', () => {
  for (const extent of [short, { ...short, rows: 997 }, { ...short, viewport: 487 }, { ...short, rows: 3 }]) {
    const slots = blockSlots(extent);
    for (let offset = 0; offset <= maxOffset(extent); offset += 7) {
      const { first, end } = rowRange(offset, extent);
      const drawn = slotted(first, end, slots);
      const expected = Array.from({ length: Math.ceil((end - first) / blockRows) }, (_, block) => first + block * blockRows);
      assert.deepEqual(drawn.filter(row => row !== undefined).sort((a, b) => a - b), expected);
      for (const [slot, row] of drawn.entries()) if (row !== undefined) assert.equal(row / blockRows % slots, slot);
    }
  }
});

test('A header sorts numbers from the largest, texts from the first, and turns round', () => {
  const none = { sort: undefined, order: undefined };
  assert.deepEqual(nextSorting({ sort: 'count', align: 'right' }, none), { sort: 'count', order: 'desc' });
  assert.deepEqual(nextSorting({ sort: 'name' }, none), { sort: 'name', order: 'asc' });
  assert.deepEqual(nextSorting({ sort: 'count', align: 'right' }, { sort: 'count', order: 'desc' }), { sort: 'count', order: 'asc' });
});

/** Numbers from 0, a page at a time, and the requests that were made. */
function numbers(total: number) {
  const asked: PageQuery[] = [];
  const fetch = async (query: PageQuery, signal: AbortSignal): Promise<Page<number>> => {
    asked.push(query);
    await Promise.resolve();
    signal.throwIfAborted();
    const offset = query.offset ?? 0;
    const length = Math.max(0, Math.min(query.limit ?? 100, total - offset));
    return { total, matching: total, offset, rows: Array.from({ length }, (_, index) => offset + index) };
  };
  return { asked, fetch };
}

const settle = (milliseconds = 0) => new Promise(resolve => setTimeout(resolve, milliseconds));

test('A table loads the window that is seen, and nothing that is passed by', async () => {
  const { asked, fetch } = numbers(1_000_000);
  const model = new PageModel<number>();
  model.ask(fetch, {});
  await settle();
  assert.equal(model.matching, 1_000_000);
  assert.equal(model.get(7)?.row, 7);
  assert.equal(model.get(150), undefined);
  model.see(500, 530);
  model.see(90_000, 90_030);
  model.see(500_090, 500_120);
  await settle(60);
  assert.deepEqual(asked.map(query => query.offset), [0, 500_000, 500_100]);
  assert.equal(model.get(500_119)?.row, 500_119);
});

test('Scrolling on loads the rows ahead at once, and drawing anew does not take them back', async () => {
  const { asked, fetch } = numbers(1_000_000);
  const model = new PageModel<number>();
  model.ask(fetch, {});
  await settle();
  for (let first = 0; first <= 45; first += 5) model.see(first, first + 30);
  model.see(45, 75);
  await settle();
  assert.deepEqual(asked.map(query => query.offset), [0, 100]);
  assert.equal(model.get(150)?.row, 150);
  model.see(170, 200);
  model.see(140, 170);
  await settle(60);
  assert.deepEqual(asked.map(query => query.offset), [0, 100]);
});

test('Rows of the query before stay until the first page of the next is there', async () => {
  const model = new PageModel<number>();
  model.ask(numbers(50).fetch, {});
  await settle();
  model.ask(numbers(10).fetch, { filter: 'a' });
  assert.equal(model.isLoading, true);
  assert.equal(model.get(40)?.row, 40);
  await settle();
  assert.equal(model.matching, 10);
  assert.equal(model.get(40), undefined);
});

test('An error is reported, and the loaded rows stay', async () => {
  const model = new PageModel<number>();
  model.ask(numbers(50).fetch, {});
  await settle();
  model.ask(() => Promise.reject(new Error('gone')), {});
  await settle();
  assert.equal(model.error?.message, 'gone');
  assert.equal(model.get(3)?.row, 3);
});

/** A tree of numbers: each has ten times itself, plus 0 to `width`, below it. */
function tree(width: number) {
  return {
    roots: numbers(3).fetch,
    children: async (row: number, { offset = 0, limit = 100 }: PageQuery): Promise<Page<number>> => {
      const length = Math.max(0, Math.min(limit, width - offset));
      return { total: width, matching: width, offset, rows: Array.from({ length }, (_, index) => (row + 1) * 1000 + offset + index) };
    },
    canExpand: (row: number) => row < 1_000_000,
    rowKey: (row: number) => String(row),
  };
}

function shown(model: TreeModel<number>): string[] {
  return model.items.map(item => `${'-'.repeat(item.level)}${item.kind === 'node' ? item.row : `more ${item.remaining}`}`);
}

test('A window that cannot be loaded is asked for once, and again when the list has moved', async () => {
  const { asked, fetch } = numbers(1_000);
  let isBroken = false;
  const model = new PageModel<number>();
  model.ask(async (query, signal) => {
    const page = await fetch(query, signal);
    if (isBroken) throw new Error('gone');
    return page;
  }, {});
  await settle();
  isBroken = true;
  // As the table does: it says what is seen whenever it was drawn.
  model.subscribe(() => model.see(100, 130));
  model.see(100, 130);
  await settle(100);
  assert.equal(model.error?.message, 'gone');
  assert.deepEqual(asked.map(query => query.offset), [0, 100]);
  isBroken = false;
  model.see(105, 135);
  await settle();
  assert.equal(model.error, null);
  assert.equal(model.get(130)?.row, 130);
});

test('A branch opens in place, and more of it is loaded on demand', async () => {
  const model = new TreeModel<number>();
  model.ask(tree(250), {}, [], false);
  await settle();
  assert.deepEqual(shown(model), ['-0', '-1', '-2']);
  const [, second] = model.items;
  assert.equal(second?.kind, 'node');
  if (second?.kind !== 'node') return;
  model.toggle(second);
  await settle();
  assert.equal(model.items.length, 3 + 100 + 1);
  assert.equal(shown(model)[102], '--more 150');
  model.more(second, 1000);
  await settle();
  assert.equal(model.items.length, 3 + 250);
  model.toggle(second);
  assert.deepEqual(shown(model), ['-0', '-1', '-2']);
});

test('Branches that are wanted open by themselves, and stay open when the order changes', async () => {
  const model = new TreeModel<number>();
  model.ask(tree(2), {}, ['0', '1001'], false);
  await settle();
  const open = ['-0', '--1000', '--1001', '---1002000', '---1002001', '-1', '-2'];
  assert.deepEqual(shown(model), open);
  model.ask(tree(2), { sort: 'name' }, [], true);
  assert.deepEqual(shown(model), open);
  await settle();
  assert.deepEqual(shown(model), open);
});

test('Another order is shown once, when the open branches have theirs, too', async () => {
  const model = new TreeModel<number>();
  model.ask(tree(2), {}, ['0'], false);
  await settle();
  const before = model.items;
  let answer = () => {};
  const slow = { ...tree(2), children: () => new Promise<Page<number>>((_, reject) => { answer = () => reject(new Error('gone')); }) };
  model.ask(slow, { sort: 'name' }, [], true);
  await settle();
  assert.equal(model.items, before);
  assert.equal(model.isLoading, true);
  answer();
  await settle();
  assert.equal(model.isLoading, false);
  assert.deepEqual(shown(model), ['-0', '--more -1', '-1', '-2']);
});
