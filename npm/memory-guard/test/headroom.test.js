'use strict';
const assert = require('assert');
const { test } = require('node:test');
const { findDisk, findMemory, findPressure } = require('../lib/headroom');
const { MB, folder, limited, machine } = require('./surroundings');

test('version 2: what the limit leaves, without inactive page cache', t => {
  const root = machine(t, {
    ...limited(512 * MB, 400 * MB),
    '/sys/fs/cgroup/app/memory.stat': `anon 1\ninactive_file ${100 * MB}\nactive_file ${50 * MB}\n`,
  });

  assert.equal(findMemory(root).freeBytes, 212 * MB);
  assert.equal(findPressure(root).share, 250 / 512);
});

test('the tightest ancestor counts', t => {
  const root = machine(t, {
    ...limited('max', 10 * MB),
    '/proc/self/cgroup': '0::/pod/app\n',
    '/sys/fs/cgroup/pod/app/memory.max': 'max\n',
    '/sys/fs/cgroup/pod/app/memory.current': `${10 * MB}\n`,
    '/sys/fs/cgroup/pod/memory.max': `${300 * MB}\n`,
    '/sys/fs/cgroup/pod/memory.current': `${290 * MB}\n`,
  });

  assert.deepEqual(findMemory(root), { ...findMemory(root), freeBytes: 10 * MB, name: 'its memory limit of 314.6 MB' });
});

test('version 1, whose unlimited groups say a large number', t => {
  const root = machine(t, {
    '/proc/self/cgroup': '5:cpu,cpuacct:/x\n4:memory:/docker/abc\n0::/\n',
    '/sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes': `${256 * MB}\n`,
    '/sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes': `${200 * MB}\n`,
    '/sys/fs/cgroup/memory/docker/abc/memory.stat': `inactive_file 1\ntotal_inactive_file ${20 * MB}\ntotal_active_file ${30 * MB}\n`,
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    '/sys/fs/cgroup/memory/memory.usage_in_bytes': `${900 * MB}\n`,
  });

  assert.equal(findMemory(root).freeBytes, 76 * MB);
  assert.equal(findPressure(root).share, 150 / 256);
});

test('in a container whose group the host names, its mount counts', t => {
  const root = machine(t, {
    '/proc/self/cgroup': '0::/../../kubepods/pod1\n',
    '/sys/fs/cgroup/memory.max': `${100 * MB}\n`,
    '/sys/fs/cgroup/memory.current': `${60 * MB}\n`,
  });

  assert.equal(findMemory(root).freeBytes, 40 * MB);
});

test('without a limit, the machine counts', t => {
  const root = machine(t, { '/proc/self/cgroup': '0::/\n', '/proc/self/status': 'RssAnon:\t  2000000 kB\n' });

  assert.deepEqual(findMemory(root), { freeBytes: 8000000 * 1024, name: "this machine's memory" });
  assert.equal(findPressure(root).share, 0.2);
});

test('where nothing is known of control groups, the system says what is free', t => {
  const found = findMemory(folder(t));

  assert.ok(found.freeBytes > 0, found.name);
});

test('the disk of a folder that does not exist yet', t => {
  const disk = findDisk(`${folder(t)}/not/yet`);

  assert.ok(disk > 0);
});
