'use strict';
// How much memory and disk is left. A limit may be set on any ancestor of the control group, so all of them are read, of both versions.
// Page cache does not count as used: the kernel drops it before it kills a process.
const fs = require('fs');
const os = require('os');
const path = require('path');
const { formatBytes } = require('./sizes');

const Unlimited = 2 ** 60; // without a limit, version 1 says a number near 2^63 and version 2 the word max

const files = {
  1: { limit: 'memory.limit_in_bytes', used: 'memory.usage_in_bytes', inactive: 'total_inactive_file', active: 'total_active_file' },
  2: { limit: 'memory.max', used: 'memory.current', inactive: 'inactive_file', active: 'active_file' },
};

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

const number = text => (/^\d+$/.test(text) ? Number(text) : null);

/** The number after a word at the start of a line; null where there is none. */
function numberAfter(text, word) {
  const line = text.split('\n').map(one => one.split(/\s+/)).find(words => words[0] === word);
  return line ? number(line[1]) : null;
}

/** The folders of the control groups of this process, from its own to the mount. */
function* groups(root) {
  for (const line of read(`${root}/proc/self/cgroup`).split('\n')) {
    const [, controllers, group] = /^\d+:([^:]*):(.*)$/.exec(line) || [];
    if (group === undefined) continue; // "0::/path" is version 2, "7:cpu,memory:/path" version 1
    const version = controllers === '' ? 2 : 1;
    if (version === 1 && !controllers.split(',').includes('memory')) continue;
    // Inside a container the path may exist on the host only; the mount point is still the container's own.
    let parts = group.split('/').filter(Boolean);
    if (parts.includes('..')) parts = [];
    for (let depth = parts.length; depth >= 0; depth--)
      yield { version, folder: path.join(root || '/', 'sys/fs/cgroup', version === 1 ? 'memory' : '', ...parts.slice(0, depth)) };
  }
}

function readGroup({ version, folder }) {
  const names = files[version];
  const limit = number(read(path.join(folder, names.limit)));
  const used = number(read(path.join(folder, names.used)));
  if (limit === null || limit >= Unlimited || used === null) return null;
  const stat = read(path.join(folder, 'memory.stat'));
  const inactive = numberAfter(stat, names.inactive) || 0, active = numberAfter(stat, names.active) || 0;
  return {
    limitBytes: limit,
    freeBytes: Math.max(0, limit - Math.max(0, used - inactive)), // cautious: active page cache may be hard to drop at once
    heldBytes: Math.max(0, used - inactive - active),
    name: `its memory limit of ${formatBytes(limit)}`,
  };
}

function readMachine(root) {
  const available = numberAfter(read(`${root}/proc/meminfo`), 'MemAvailable:');
  return available === null ? os.freemem() : available * 1024;
}

/**
 * The memory that this process can still get: the least of what its control groups and the machine leave. Some small reads; where
 * there is no /proc, only what the system calls free.
 * @returns {{ freeBytes: number, name: string }}
 */
function findMemory(root = '') {
  const machine = { freeBytes: readMachine(root), name: "this machine's memory" };
  return [...groups(root)].map(readGroup).filter(Boolean).reduce((least, one) => (one.freeBytes <= least.freeBytes ? one : least), machine);
}

/**
 * How full the memory is: what cannot be dropped as a share of the tightest limit, or where there is none, what this process has of what
 * the machine could give it.
 * @returns {{ share: number, heldBytes: number, limitBytes: number, name: string }}
 */
function findPressure(root = '') {
  const limited = [...groups(root)].map(readGroup).filter(Boolean).map(one => ({ ...one, share: one.heldBytes / one.limitBytes }));
  if (limited.length > 0) return limited.reduce((most, one) => (one.share > most.share ? one : most));
  const anonymous = numberAfter(read(`${root}/proc/self/status`), 'RssAnon:');
  const heldBytes = anonymous === null ? process.memoryUsage.rss() : anonymous * 1024;
  const limitBytes = heldBytes + readMachine(root);
  return { share: heldBytes / limitBytes, heldBytes, limitBytes, name: "this machine's memory" };
}

/** Free space for files in a folder, which need not exist yet; null where that is not known (before Node 18.15). */
function findDisk(folder) {
  if (!fs.statfsSync) return null;
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    try {
      const disk = fs.statfsSync(at);
      return disk.bavail * disk.bsize;
    } catch {
      if (at === path.dirname(at)) return null;
    }
  }
}

module.exports = { findDisk, findMemory, findPressure };
