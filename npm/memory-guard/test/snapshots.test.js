'use strict';
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { test } = require('node:test');
const { FolderLock } = require('../lib/folder-lock');
const { SnapshotFolder } = require('../lib/snapshots');
const { folder, run, until } = require('./surroundings');

const name = (program, second, more = '') => `memory-guard-${program}-20260101-0000${second}-90pct-123.0.heapsnapshot${more}`;
const write = file => fs.writeFileSync(file, '{"snapshot":{"meta":{},"node_count":42,"edge_count":7}}');
const visible = place => fs.readdirSync(place).filter(file => !file.startsWith('.')).sort();

test('a snapshot appears under its name, for its owner only', t => {
  const place = path.join(folder(t), 'a', 'b');
  const snapshots = new SnapshotFolder(place, 5, { program: 'app.js' });
  snapshots.create();

  const written = snapshots.write(0.874);

  assert.match(path.basename(written.path), /^memory-guard-app\.js-\d{8}-\d{6}-87pct-\d+\.0\.heapsnapshot$/);
  assert.equal(fs.statSync(written.path).mode & 0o777, 0o600);
  assert.equal(fs.statSync(place).mode & 0o777, 0o700);
  const snapshot = JSON.parse(fs.readFileSync(written.path, 'utf8'));
  assert.equal(written.nodes, snapshot.snapshot.node_count);
  assert.deepEqual(visible(place), [path.basename(written.path)]);
});

test('what fails half-way leaves nothing', t => {
  const place = folder(t);
  const broken = file => { fs.writeFileSync(file, 'half'); throw Object.assign(new Error('no space left'), { code: 'ENOSPC' }) };
  const snapshots = new SnapshotFolder(place, 5, { write: broken });

  assert.throws(() => snapshots.write(0.9), /no space left/);
  assert.throws(() => new SnapshotFolder(place, 5, { write: () => {} }).write(0.9), /V8 wrote nothing/);
  assert.deepEqual(visible(place), []);
});

test('the oldest of this program go, and nothing of others', t => {
  const place = folder(t);
  const others = [name('other.js', '01'), 'server.heapsnapshot', 'memory-guard-notes.txt', 'app.js-20260101-000000-1.1.heapsnapshot'];
  for (const file of [...others, name('app.js', '03'), name('app.js', '01'), name('app.js', '02')]) write(path.join(place, file));

  new SnapshotFolder(place, 2, { program: 'app.js' }).rotate();

  assert.deepEqual(visible(place), [...others, name('app.js', '02'), name('app.js', '03')].sort());
});

test('files that a killed process left half-written are deleted', t => {
  const place = folder(t);
  const foreign = 'server.heapsnapshot.partial';
  for (const file of [foreign, name('app.js', '01', '.partial'), name('other.js', '01', '.partial')]) write(path.join(place, file));

  new SnapshotFolder(place, 2).clean();

  assert.deepEqual(visible(place), [foreign]);
});

test('while another process writes, its file stays, and no second one begins', async t => {
  const place = folder(t), partial = name('app.js', '01', '.partial');
  write(path.join(place, partial));
  const holder = run(t, 'hold-lock.js', { values: [place] });
  await until(() => holder.output.includes('held'));
  const snapshots = new SnapshotFolder(place, 2);

  snapshots.clean();
  assert.deepEqual(visible(place), [partial]);
  assert.equal(snapshots.lock(), null);

  holder.child.kill('SIGKILL');
  await holder.ended;
  const lock = snapshots.lock();
  assert.ok(lock, 'the lock of a process that has ended is taken over');
  assert.deepEqual(visible(place), []);
  lock.giveBack();
  assert.deepEqual(fs.readdirSync(place), []);
});

test('a lock of another container is believed for an hour', t => {
  const place = folder(t), file = path.join(place, '.memory-guard.lock');
  fs.writeFileSync(file, JSON.stringify({ pid: 1, start: '5', namespace: 'elsewhere' }));
  assert.equal(FolderLock.take(place), null);

  fs.utimesSync(file, new Date(), new Date(Date.now() - 3_700_000));
  assert.ok(FolderLock.take(place));
});

test('a process whose id is used again is another one', t => {
  const place = folder(t), file = path.join(place, '.memory-guard.lock');
  FolderLock.take(place);
  fs.writeFileSync(file, JSON.stringify({ ...JSON.parse(fs.readFileSync(file)), start: 'long ago' }));

  assert.ok(FolderLock.take(place));
});

test('kill -9 in the middle of a snapshot leaves no half file under its name', async t => {
  const place = folder(t);
  const { child, ended } = run(t, 'big-snapshot.js', { values: [place] });
  await until(() => fs.existsSync(place) && visible(place).some(file => file.endsWith('.partial')));

  child.kill('SIGKILL');
  assert.equal((await ended).signal, 'SIGKILL');

  assert.deepEqual(visible(place).map(file => file.endsWith('.heapsnapshot.partial')), [true]);
  const next = new SnapshotFolder(place, 2, { program: 'big-snapshot.js' });
  assert.ok(Date.now() - next.lastTry < 60_000, 'the next process knows when it was tried');
  next.clean();
  assert.deepEqual(visible(place), []);
});
