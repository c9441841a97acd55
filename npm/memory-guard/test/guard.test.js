'use strict';
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { test } = require('node:test');
const { MemoryGuard } = require('../lib/memory-guard');
const { MB, folder, limited, machine, run, until, wait } = require('./surroundings');

const Full = 0.000001; // every heap is fuller than that
const fake = file => fs.writeFileSync(file, '{"snapshot":{"meta":{},"node_count":42}}');

/** A guard that has begun, with everything that it tells. */
function begin(test, options, parts = {}) {
  const alerts = [];
  const guard = new MemoryGuard(
    { snapshotDir: folder(test), checkInterval: 10, heapThreshold: Full, memoryThreshold: 1, ...options, onAlert: alert => {
      alerts.push(alert);
      return options.onAlert?.(alert);
    } },
    { write: fake, ...parts });
  test.after(() => guard.stop());
  return { guard: guard.start(), alerts, types: () => alerts.map(({ type }) => type) };
}

test('above the threshold: an alert, a snapshot, an alert with its path', async t => {
  const snapshots = [], heard = [];
  const { guard, alerts, types } = begin(t, {});
  guard.on('snapshot', snapshot => snapshots.push(snapshot)).on('alert', alert => heard.push(alert));

  await until(() => alerts.length === 2);

  assert.deepEqual(types(), ['heap-near-limit', 'snapshot-taken']);
  assert.deepEqual(heard, alerts);
  const [first, second] = alerts;
  assert.match(String(first), /^the heap is \d+ % full: [\d.]+ MB of [\d.]+ [MG]B$/);
  assert.equal(first.snapshotPath, null);
  assert.ok(first.heapUsed > 0 && first.oldUsed <= first.heapUsed && first.rss > 0 && first.time instanceof Date);
  assert.equal(second.snapshotPath, snapshots[0].path);
  assert.ok(fs.existsSync(second.snapshotPath));
  assert.ok(snapshots[0].estimate.memoryBytes > 16 * MB && snapshots[0].cause === 'heap-near-limit');
});

test('the program stands still only after onAlert has done its work, or has taken too long', async t => {
  const events = [];
  const slow = { onAlert: async ({ type }) => { await wait(50); events.push(type) } };
  begin(t, slow, { write: file => { events.push('snapshot'); fake(file) } });
  const { alerts } = begin(t, { alertTimeout: 30, onAlert: () => new Promise(() => {}) });

  await until(() => events.includes('snapshot') && alerts.length === 2);
  assert.deepEqual(events.slice(0, 2), ['heap-near-limit', 'snapshot']);
});

test('at a memory limit, a snapshot is refused, an alert says why, and the program goes on', async t => {
  const root = machine(t, limited(200 * MB, 150 * MB)), place = path.join(folder(t), 'snapshots');
  const { alerts, types } = begin(t, { snapshotDir: place }, { root, write: () => assert.fail('was written') });

  await until(() => alerts.length === 2);

  assert.deepEqual(types(), ['heap-near-limit', 'snapshot-refused']);
  assert.match(alerts[1].reason, /^it needs up to .* of memory \(.* of heap\), but its memory limit of 209.7 MB leaves 52.4 MB/);
  assert.match(alerts[1].message, /^no snapshot was taken: it needs/);
});

test('where hardly any memory is left, not even the heap is looked at', async t => {
  const root = machine(t, limited(200 * MB, 190 * MB)), place = path.join(folder(t), 'snapshots');
  const { alerts } = begin(t, { snapshotDir: place }, { root });

  await until(() => alerts.length === 2);

  assert.match(alerts[1].reason, /its memory limit of 209.7 MB leaves 10.5 MB, and a snapshot needs far more/);
  assert.ok(!fs.existsSync(place));
});

test('a pause longer than allowed is refused', async t => {
  const { alerts } = begin(t, { maxPause: 1 });

  await until(() => alerts.length === 2);

  assert.match(alerts[1].reason, /would pause for up to [\d.]+ s .* more than maxPause allows/);
});

test('a folder that cannot be written to is said', async t => {
  const file = path.join(folder(t), 'file');
  fs.writeFileSync(file, '');
  const { alerts } = begin(t, { snapshotDir: path.join(file, 'below') });

  await until(() => alerts.length === 2);

  assert.match(alerts[1].reason, /^it could not be written: (ENOTDIR|EEXIST)/);
});

test('the memory limit itself is a reason for an alert', async t => {
  const root = machine(t, limited(1000 * MB, 950 * MB));
  const { alerts, types } = begin(t, { heapThreshold: 1, memoryThreshold: 0.9, maxSnapshots: 0 }, { root });

  await until(() => alerts.length === 1);
  await wait(50);

  assert.deepEqual(types(), ['memory-near-limit']); // and with maxSnapshots 0, nothing is said about snapshots
  assert.equal(alerts[0].message, '996.1 MB are in use, 95 % of its memory limit of 1.05 GB');
});

test('an alert comes once while it lasts, and again after the cooldown', async t => {
  const quiet = begin(t, {}), often = begin(t, { cooldown: 60 });

  await until(() => often.types().filter(type => type === 'heap-near-limit').length === 3);
  await wait(100);

  assert.deepEqual(quiet.types(), ['heap-near-limit', 'snapshot-taken']);
});

test('the cooldown of snapshots outlives the process', async t => {
  const place = folder(t), parts = { program: 'app.js' };
  const first = begin(t, { snapshotDir: place }, parts);
  await until(() => first.alerts.length === 2);

  const second = begin(t, { snapshotDir: place }, parts);
  await until(() => second.alerts.length === 2);

  assert.match(second.alerts[1].reason, /the last one is less than 1800 s ago, which is the cooldown/);
});

test('at most maxSnapshots stay', async t => {
  const place = folder(t);
  let written = 0;
  const { types } = begin(t, { snapshotDir: place, maxSnapshots: 2, cooldown: 0 }, { write: file => { written++; fake(file) } });

  await until(() => written > 3 && types().filter(type => type === 'snapshot-taken').length > 3);

  assert.ok(fs.readdirSync(place).filter(file => file.endsWith('.heapsnapshot')).length <= 2);
});

test('what listeners throw becomes a warning, and reaches neither the others nor the guard', async t => {
  const warnings = [], heard = [];
  const note = warning => warnings.push(warning);
  process.on('warning', note);
  t.after(() => process.off('warning', note));
  const { guard, alerts } = begin(t, { onAlert: async () => { throw new Error('webhook down') } });
  guard.on('alert', () => { throw new Error('first listener') });
  guard.on('alert', alert => heard.push(alert.type));
  guard.once('snapshot', async () => { throw new Error('async listener') });

  await until(() => alerts.length === 2 && warnings.length >= 3);

  assert.deepEqual(heard, ['heap-near-limit', 'snapshot-taken']);
  assert.equal(guard.listenerCount('snapshot'), 0);
  const texts = warnings.map(({ name, message }) => `${name}: ${message}`).join('\n');
  for (const text of [/MemoryGuardWarning: onAlert failed: Error: webhook down/, /a listener of 'alert' failed: Error: first listener/,
    /a listener of 'snapshot' failed: Error: async listener/]) assert.match(texts, text);
});

test('starting and stopping twice is harmless, and a stopped guard is silent', async t => {
  const { guard, alerts } = begin(t, { checkInterval: 20, maxSnapshots: 0, cooldown: 0 });
  assert.equal(guard.start(), guard);
  await until(() => alerts.length > 1);
  assert.ok(guard.isRunning);

  guard.stop();
  guard.stop();
  const count = alerts.length;
  await wait(100);

  assert.equal(alerts.length, count);
  assert.ok(!guard.isRunning);
  guard.start();
  await until(() => alerts.length > count);
});

test('a guard that is stopped while onAlert works takes no snapshot', async t => {
  const { guard, alerts } = begin(t, { onAlert: () => wait(50) }, { write: () => assert.fail('was written') });
  await until(() => alerts.length === 1);

  guard.stop();
  await wait(120);

  assert.equal(alerts.length, 1);
});

test('stats come after full collections, with what they left', async t => {
  const { ended } = run(t, 'stats.js', { flags: ['--expose-gc'] });
  const { code, output, errors } = await ended;

  assert.equal(code, 0, errors);
  const stats = JSON.parse(output);
  assert.ok(stats.fullCollections >= 2 && stats.minorCollections >= 1, output);
  assert.ok(stats.floor > 0 && stats.min <= stats.floor && stats.floor <= stats.max && stats.floor <= stats.heapUsed, output);
});

test('the guard does not keep a program running', async t => {
  const { ended } = run(t, 'ends.js', { values: [folder(t)] });
  const start = Date.now(), { code, output } = await ended;

  assert.equal(code, 0);
  assert.equal(output, 'done\n');
  assert.ok(Date.now() - start < 20_000);
});

test('worker threads have guards of their own', async t => {
  const place = folder(t);
  const { ended } = run(t, 'worker.js', { values: [place] });
  const { code, output, errors } = await ended;

  assert.equal(code, 0, errors);
  const { type, threadId, heapLimit } = JSON.parse(output);
  assert.deepEqual([type, threadId], ['snapshot-taken', 1]);
  assert.equal(heapLimit, 64 * MB);
  const [file] = fs.readdirSync(place).filter(name => !name.startsWith('.'));
  assert.match(file, /\.1\.heapsnapshot$/);
  assert.ok(fs.readFileSync(path.join(place, file), 'latin1').includes('onlyInTheWorker'));
});
