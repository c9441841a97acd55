'use strict';
// What several tests need: folders that go away, machines that are made up, and programs.
const { spawn } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const MB = 1 << 20;

/** A folder for one test. */
function folder(test) {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'memory-guard-test-'));
  test.after(() => fs.rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Files below a folder that stands for the root of a machine. */
function machine(test, files) {
  const root = folder(test);
  for (const [name, text] of Object.entries({ '/proc/meminfo': `MemTotal: 9000000 kB\nMemAvailable:   8000000 kB\n`, ...files })) {
    fs.mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  }
  return root;
}

/** The files of a machine whose control group (version 2) has a limit, and so much in use. */
const limited = (limit, used) => ({
  '/proc/self/cgroup': '0::/app\n',
  '/sys/fs/cgroup/app/memory.max': `${limit}\n`,
  '/sys/fs/cgroup/app/memory.current': `${used}\n`,
  '/sys/fs/cgroup/app/memory.stat': 'anon 1\ninactive_file 0\nactive_file 0\n',
});

/** A program of test/programs: its lines as they come, and its end. */
function run(test, program, { flags = [], values = [] } = {}) {
  const command = [...flags, path.join(__dirname, 'programs', program), ...values];
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '', errors = '';
  child.stdout.on('data', text => { output += text });
  child.stderr.on('data', text => { errors += text });
  const ended = new Promise(done => child.on('close', (code, signal) => done({ code, signal, output, errors })));
  test.after(() => child.kill('SIGKILL'));
  return { child, ended, get output() { return output } };
}

const wait = ms => new Promise(done => setTimeout(done, ms));

/** Waits until something holds, for as long as a busy machine may take. */
async function until(holds, seconds = 60) {
  for (const start = Date.now(); Date.now() - start < seconds * 1000; await wait(20)) {
    const value = holds();
    if (value) return value;
  }
  throw new Error(`waited ${seconds} s in vain for ${holds}`);
}

module.exports = { MB, folder, limited, machine, run, until, wait };
