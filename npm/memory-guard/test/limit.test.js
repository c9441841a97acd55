'use strict';
// A real memory limit: a program whose snapshot does not fit lives on, where a snapshot that is just taken gets it killed.
const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { test } = require('node:test');
const { MB, folder, run, until } = require('./surroundings');

const versions = [
  { root: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes', used: 'memory.usage_in_bytes' },
  { root: '/sys/fs/cgroup', limit: 'memory.max', used: 'memory.current', swap: 'memory.swap.max' },
];

/** A control group that can be limited; null where this machine does not permit one. */
function group(test) {
  for (const { root, limit, used, swap } of versions) {
    const made = path.join(root, `memory-guard-test-${process.pid}-${Date.now()}`);
    try {
      fs.mkdirSync(made);
      test.after(() => { try { fs.rmdirSync(made) } catch { return } });
      if (!fs.existsSync(path.join(made, limit))) continue;
      return {
        enter: pid => fs.writeFileSync(path.join(made, 'cgroup.procs'), String(pid)),
        leave: room => {
          if (swap && fs.existsSync(path.join(made, swap))) fs.writeFileSync(path.join(made, swap), '0');
          fs.writeFileSync(path.join(made, limit), String(Number(fs.readFileSync(path.join(made, used), 'utf8')) + room));
        },
      };
    } catch {
      continue;
    }
  }
  return null;
}

test('a guard lives at a memory limit that kills a naive one', async t => {
  const ends = {};
  for (const kind of ['guarded', 'naive']) {
    const limited = group(t);
    if (!limited) return t.skip('needs root and a memory controller of control groups');
    const { child, ended } = run(t, 'limited.js', { values: [kind, folder(t)] });
    limited.enter(child.pid);
    child.stdin.write('fill\n');
    let output = '';
    child.stdout.on('data', text => { output += text });
    await until(() => output.includes('filled'));
    limited.leave(64 * MB);
    child.stdin.end('go\n');
    ends[kind] = await ended;
  }

  assert.equal(ends.naive.signal, 'SIGKILL', ends.naive.output);
  assert.equal(ends.guarded.code, 0, ends.guarded.errors);
  assert.match(ends.guarded.output, /no snapshot was taken: it needs up to .* of memory .* but its memory limit of/);
});
