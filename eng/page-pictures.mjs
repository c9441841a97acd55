// Pictures of every view of the page, light and dark, in English and Chinese, and of findings on a phone:
//   node eng/page-pictures.mjs FOLDER [--sample unbounded-cache] [--only findings,live] [--heapwise PROGRAM] [--chromium PROGRAM]
// A sample is diagnosed for it (its snapshots and report are kept in FOLDER/data and used again), then runs under load to be watched. Needs
// Node 22 and chromium, and a Chinese font for half of the pictures. docs/images has them, packed by pngquant --quality 60-95.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Browser, serve } from './page-browser.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values: options, positionals: [folder] } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string', default: 'unbounded-cache' },
    only: { type: 'string', default: '' },
    heapwise: { type: 'string', default: path.join(root, 'heapwise') },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
});
if (folder === undefined) throw new Error('where to? node eng/page-pictures.mjs FOLDER');

const port = 4399;
let visits = 0;
const only = options.only.split(',').filter(name => name !== '');
const script = path.join(root, 'samples', options.sample, 'leaking.js');
const data = path.join(folder, 'data');
const snapshots = diagnosed();
const gcLog = path.join(data, 'gc.log');
const program = spawn(process.execPath, ['--trace-gc', '--max-old-space-size=100', script], {
  env: { ...process.env, PORT: String(port) }, stdio: ['ignore', fs.openSync(gcLog, 'w'), 'inherit'],
});
const load = setInterval(() => void visit(), 20);
const history = path.join(data, 'history.db');
const guard = guarding();
await sleep(20_000);

const server = await serve(options.heapwise, [...snapshots, gcLog, String(program.pid), '--history', history]);
const browser = await Browser.start(options.chromium);
try {
  await takeAll();
} finally {
  clearInterval(load);
  await browser.close();
  await server.stop();
  guard.kill('SIGTERM');
  program.kill('SIGKILL');
}

/** The guard watches the program from outside, and warns early. */
function guarding() {
  const [command, ...first] = options.heapwise.split(' ');
  const settings = ['--interval', '1s', '--threshold', '0.2', '--store', history, '--folder', path.join(data, 'kept'), '--quiet'];
  return spawn(command, [...first, 'guard', '--pid', String(program.pid), ...settings], { stdio: 'ignore' });
}

/** Snapshots of a diagnosis of the sample, the earliest first. */
function diagnosed() {
  if (!fs.existsSync(path.join(data, 'report.json'))) {
    fs.mkdirSync(data, { recursive: true });
    const [command, ...first] = options.heapwise.split(' ');
    const result = spawnSync(
      command,
      [...first, 'diagnose', '--keep', data, '--load', loadPath(), '--format', 'json', '-o', path.join(data, 'report.json'), '--',
        process.execPath, script],
      { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, PORT: String(port) } });
    if (result.status !== 1) throw new Error(`the diagnosis ended with ${result.status}`);
  }
  return fs.readdirSync(data).filter(name => name.endsWith('.heapsnapshot')).sort().map(name => path.join(data, name));
}

function loadPath() {
  return `http://127.0.0.1:${port}${/^\/\/ heapwise: load (\S+)/m.exec(fs.readFileSync(script, 'utf8'))[1]}`;
}

async function visit() {
  await fetch(loadPath().replace('{n}', String(visits++))).then(answer => answer.text()).catch(() => {});
}

async function takeAll() {
  const entered = await browser.open();
  await entered.go(server.link);
  await entered.until(`document.querySelector('.app') !== null`);
  const origin = new URL(server.link).origin;
  const { sources } = await entered.evaluate(`fetch('/api/session').then(answer => answer.json())`);
  const ids = sources.filter(({ kind }) => kind === 'snapshot').map(({ id }) => id);
  const found = await findings(entered, ids);
  const places = placesOf(ids, found, await sampled(entered), sources);
  for (const [language, locale] of [['en', 'en-US'], ['zh', 'zh-CN']]) {
    for (const scheme of ['light', 'dark']) await take(entered, origin, places, language, locale, scheme);
  }
}

/** The id of an allocation profile, once the process is watched. */
async function sampled(tab) {
  const post = (path, body) => tab.evaluate(`fetch('/api/live/${program.pid}/${path}', { method: 'POST', body: '${body}',
    headers: { 'content-type': 'application/json' } }).then(answer => answer.json())`);
  await post('attach', '{}');
  for (;;) {
    const { id } = await post('sample', '{"seconds":3}');
    if (id !== undefined) return id;
    await sleep(300);
  }
}

/** The report of all snapshots, from which the pictures take their objects. */
async function findings(tab, ids) {
  for (;;) {
    const answer = await tab.evaluate(`fetch('/api/findings?files=${ids.join(',')}&lang=en').then(answer => answer.json())`);
    if (answer.state === 'done') return answer.diagnosis.findings[0];
    await sleep(300);
  }
}

function placesOf(ids, { holder, retainerPath, survivorsPerRound }, profile, sources) {
  const last = ids.at(-1);
  const leaked = retainerPath.at(-1).nodeId;
  const all = ids.join(',');
  const className = Object.keys(survivorsPerRound)[0];
  const gc = sources.find(({ kind }) => kind === 'gclog')?.id;
  return {
    findings: `findings/${all}`,
    'findings-object': `findings/${all}?sel=${holder.nodeId}`,
    summary: `summary/${last}?sel=${holder.nodeId}`,
    objects: `summary/${last}?list=objects&sel=${holder.nodeId}`,
    comparison: `comparison/${ids[1]},${ids[2]},${last}`,
    containment: `containment/${last}?sel=${holder.nodeId}`,
    treemap: `dominators/${last}?sel=${holder.nodeId}`,
    icicle: `dominators/${last}?form=icicle&sel=${holder.nodeId}`,
    dominators: `dominators/${last}?form=tree&sel=${holder.nodeId}`,
    retainers: `retainers/${last}?sel=${leaked}`,
    statistics: `statistics/${last}`,
    strings: `strings/${last}`,
    contexts: `contexts/${last}`,
    holders: `holders/${last}?class=${encodeURIComponent(className)}`,
    allocation: `allocation/${profile}`,
    gclog: `gclog/${gc}`,
    live: `live?pid=${program.pid}`,
    history: 'history?range=1h',
    open: 'open',
  };
}

async function take(tab, origin, places, language, locale, scheme) {
  await tab.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
  await tab.evaluate(`localStorage.setItem('heapwise.settings', JSON.stringify({ theme: 'system', language: '${language}' }))`);
  await tab.go('about:blank');
  const file = name => path.join(folder, `${name}-${scheme}${language === 'en' ? '' : `-${language}`}.png`);
  for (const [name, place] of Object.entries(places)) {
    if (only.length > 0 && !only.includes(name)) continue;
    await size(tab, 1280, 720);
    await tab.go(`${origin}/#/${place}`);
    await tab.settle().catch(problem => console.error(`${name}: ${problem.message}`));
    if (name === 'comparison') await expandFirst(tab);
    if (name === 'live') await sleep(12_000);
    await tab.picture(file(name));
    if (name !== 'findings') continue;
    await size(tab, 390, 844);
    await sleep(500);
    await tab.picture(file('findings-phone'));
  }
}

async function expandFirst(tab) {
  await tab.click('[data-index="0"] .grid__twisty');
  await tab.until(`document.querySelector('[data-index="1"] .object-name') !== null`);
  await tab.click('[data-index="1"] .object-name');
  await tab.until(`document.querySelector('.path-step--last') !== null`);
  await tab.settle();
}

async function size(tab, width, height) {
  await tab.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
}
