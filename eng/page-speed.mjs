// How fast the page is with a large snapshot, measured in the browser, against its targets:
//   node eng/page-speed.mjs FILE.heapsnapshot [--heapwise PROGRAM] [--chromium PROGRAM]
// Prints a line for each figure and exits with 1 if one is over its target. Needs Node 22, chromium, and web/dist of the same build.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Browser, serve } from './page-browser.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values: options, positionals: [file] } = parseArgs({
  allowPositionals: true,
  options: {
    heapwise: { type: 'string', default: path.join(root, 'heapwise') },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
});
if (file === undefined) throw new Error('which snapshot? node eng/page-speed.mjs FILE.heapsnapshot');

const hasClasses = `document.querySelector('[role=treegrid] [data-index="0"] .class-name') !== null`;
let failures = 0;

const browser = await Browser.start(options.chromium);
const cache = fs.mkdtempSync(path.join(os.tmpdir(), 'heapwise-speed-'));
try {
  assets();
  const id = await opening('without an index', ['--no-index'], null);
  await opening('(writes the index)', [], id, false);
  await using(id);
} finally {
  await browser.close();
  fs.rmSync(cache, { recursive: true });
}
process.exit(failures > 0 ? 1 : 0);

function figure(name, value, unit, target = null, isAtLeast = false) {
  const isMet = target === null || (isAtLeast ? value >= target : value <= target);
  if (!isMet) failures++;
  const wanted = target === null ? '' : ` (${isAtLeast ? 'at least' : 'at most'} ${target} ${unit})${isMet ? '' : '  MISSED'}`;
  console.log(`${name}: ${Number.isInteger(value) ? value : value.toFixed(1)} ${unit}${wanted}`);
}

/** All that the page may load, as it is sent. */
function assets() {
  const dist = path.join(root, 'web', 'dist');
  const all = fs.readdirSync(dist, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const sent = all.filter(({ name }) => !name.startsWith('report.') && name !== 'assets.json' && !name.endsWith('.gz'));
  const bytes = sent.reduce((sum, { parentPath, name }) => sum + gzipSync(fs.readFileSync(path.join(parentPath, name))).length, 0);
  figure('assets, gzipped', bytes / 1000, 'kB', 400);
}

/** From the start of the program to classes on the screen, and how much of it was the engine's. */
async function opening(how, args, known, isMeasured = true) {
  const tab = await browser.open();
  const server = await serve(options.heapwise, [file, ...args], { XDG_CACHE_HOME: cache });
  try {
    await tab.go(server.link);
    await tab.until(`document.querySelector('.app') !== null`);
    const { id } = (await tab.evaluate(`fetch('/api/session').then(answer => answer.json())`)).sources[0];
    await tab.evaluate(`location.hash = '#/summary/${id}'`);
    await tab.until(hasClasses, 600);
    const seconds = (performance.now() - server.started) / 1000;
    const { openMs } = await tab.evaluate(`fetch('/api/snapshots/${id}').then(answer => answer.json())`);
    if (isMeasured) {
      figure(`opening ${how}, until classes are shown`, seconds, 's');
      figure(`opening ${how}, beyond the engine's ${(openMs / 1000).toFixed(1)} s`, seconds - openMs / 1000, 's', 0.3);
    }
    if (args.length === 0) await indexed();
    await tab.close();
    return known ?? id;
  } finally {
    await server.stop();
  }
}

/** The index is written while the page is looked at: until its files have stopped growing. */
async function indexed() {
  const size = () => fs.readdirSync(cache, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + fs.statSync(path.join(parentPath, name)).size, 0);
  let known = -1, quiet = 0;
  for (let waited = 0; waited < 300 && (quiet < 5 || known < fs.statSync(file).size / 4); waited++) {
    await sleep(1000);
    const now = size();
    quiet = now === known ? quiet + 1 : 0;
    known = now;
  }
}

async function using(id) {
  const tab = await browser.open();
  const server = await serve(options.heapwise, [file], { XDG_CACHE_HOME: cache });
  try {
    await tab.go(`${server.link}#/summary/${id}`);
    await tab.until(hasClasses, 600);
    const seconds = (performance.now() - server.started) / 1000;
    const { isFromIndex } = await tab.evaluate(`fetch('/api/snapshots/${id}').then(answer => answer.json())`);
    if (!isFromIndex) throw new Error('the index was not used');
    figure('start with an index, until classes are shown', seconds, 's', 1);
    await classes(tab, id);
    await objects(tab, id);
    await scrolling(tab, id);
    await tab.close();
  } finally {
    await server.stop();
  }
}

/** The largest class is expanded and its objects sorted, by keys and clicks. */
async function classes(tab, id) {
  await tab.settle();
  await tab.evaluate(`location.hash = '#/summary/${id}?sort=count&order=desc'`);
  await tab.settle();
  await tab.evaluate(`document.querySelector('[role=treegrid]').focus()`);
  await tab.press('Home');
  const name = await tab.evaluate(`document.querySelector('[data-index="0"]').textContent`);
  const child = `document.querySelector('[aria-level="2"] .object-name') !== null`;
  const expanding = await painted(tab, 'keydown', child, () => tab.press('ArrowRight'));
  figure(`expanding the class of most objects (${name.slice(0, 40)})`, expanding, 'ms', 100);
  for (const column of ['Shallow size', 'Retained size', 'Distance']) {
    const button = [...await tab.evaluate(`[...document.querySelectorAll('.grid__title--button')].map(one => one.textContent)`)]
      .findIndex(title => title.startsWith(column));
    await tab.evaluate(`document.querySelectorAll('.grid__title--button')[${button}].dataset.speed = '${column}'`);
    // The class need not be among the first any more: that the table is not busy says that its objects are there.
    const sorted = `document.querySelector('[role=treegrid]').getAttribute('aria-busy') === 'false'`
      + ` && document.querySelector('[aria-sort] [data-speed="${column}"]') !== null`;
    figure(`sorting by ${column.toLowerCase()} with its objects`,
      await painted(tab, 'click', sorted, () => tab.click(`[data-speed="${column}"]`)), 'ms', 100);
  }
  await tab.evaluate(`document.querySelector('.filter-box__input').focus()`);
  const filtered = `document.querySelector('.grid__foot').textContent.includes('match')`
    + ` && document.querySelector('[role=treegrid]')?.getAttribute('aria-busy') === 'false'`;
  const filtering = await painted(tab, 'keydown', filtered, () => tab.press('e'));
  figure('filtering classes, of it 120 ms until the typing is over', filtering, 'ms', 220);
}

/** The same questions about the objects of the largest class, as the page would ask them. */
async function objects(tab, id) {
  const [{ key }] = (await tab.evaluate(`fetch('/api/snapshots/${id}/classes?sort=count&limit=1').then(answer => answer.json())`)).rows;
  const orders = ['sort=retained', 'sort=shallow', 'sort=distance&order=asc', 'sort=id', 'sort=edges'];
  for (const query of [...orders, 'filter=>1kB', 'filter=a', 'offset=500000']) {
    const taken = await tab.evaluate(`(async () => {
      const begun = performance.now();
      await fetch('/api/snapshots/${id}/objects?limit=100&class=${encodeURIComponent(key)}&${query}').then(answer => answer.json());
      return performance.now() - begun;
    })()`);
    figure(`objects of the largest class, ${query}`, taken, 'ms', 100);
  }
}

/** Lists that are scrolled through: every object of the heap, and the duplicate strings. */
async function scrolling(tab, id) {
  await tab.evaluate(`location.hash = '#/summary/${id}?list=objects'`);
  await tab.until(`document.querySelector('.grid[role=grid] [data-index="0"] .object-name') !== null`, 120);
  await tab.settle();
  await frames(tab, 'objects', 5, 95);
  await frames(tab, 'objects', 30, 95);
  const begun = performance.now();
  await tab.evaluate(`location.hash = '#/strings/${id}'`);
  await tab.until(`document.querySelector('.grid[role=treegrid] [data-index="0"] .strings__text') !== null`, 120);
  figure('strings, until they are shown for the first time', (performance.now() - begun) / 1000, 's');
  await tab.settle();
  await frames(tab, 'strings', 5, 95);
}

/** Moves the table by so many rows a frame, for 300 frames. */
async function frames(tab, name, rows, target) {
  const { total, frames: all, gaps } = await tab.evaluate(`new Promise(resolve => {
    const grid = document.querySelector('.grid');
    const total = document.querySelector('.grid__foot').textContent.replace(/ rows?$/, '');
    const frames = [];
    let last = performance.now(), at = 0, gaps = 0;
    const step = now => {
      frames.push(now - last);
      last = now;
      grid.scrollTop = at += ${rows * 24};
      if (document.querySelector('.grid__skeleton') !== null) gaps++;
      if (frames.length < 300) requestAnimationFrame(step);
      else resolve({ total, frames: frames.slice(5), gaps });
    };
    grid.scrollTop = 0;
    requestAnimationFrame(step);
  })`);
  const share = all.filter(frame => frame <= 20).length / all.length;
  const what = `scrolling ${total} ${name}, ${rows} rows a frame`;
  figure(`${what}, frames of at most 20 ms`, share * 100, '%', target, true);
  figure(`${what}, longest frame`, Math.max(...all), 'ms');
  figure(`${what}, frames with rows still to come`, gaps / 3, '%');
}

/** Milliseconds from an event of the page to the frame that shows what is expected. */
async function painted(tab, event, expression, act) {
  // The page must be listening before the event is sent: input overtakes scripts.
  await tab.evaluate(`void (window.painted = new Promise((resolve, reject) => {
    let begun = null;
    addEventListener('${event}', one => { begun = one.timeStamp; }, { capture: true, once: true });
    const end = performance.now() + 60000;
    const look = () => {
      if (begun !== null && ${expression}) requestAnimationFrame(() => resolve(performance.now() - begun));
      else if (performance.now() > end) reject(new Error('nothing came'));
      else requestAnimationFrame(look);
    };
    look();
  }))`);
  await act();
  return tab.evaluate('window.painted');
}
