#!/usr/bin/env node
// Starts the heapwise binary of this platform, which npm installed beside this package as an optional dependency. Nothing is downloaded
// and no script runs at installation. Works on Node 12 and later.
'use strict';

const { spawn } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const { optionalDependencies, version } = require('./package.json');
const exitEnvironment = 3;
const isWindows = process.platform === 'win32';
const sentByTerminal = ['SIGINT', 'SIGQUIT'];
const signals = isWindows ? ['SIGINT'] : [...sentByTerminal, 'SIGTERM', 'SIGHUP', 'SIGUSR2'];

/** Prints what is wrong and what to do, and ends. */
function fail(...lines) {
  process.stderr.write(`heapwise: ${lines.join('\n          ')}\n`);
  process.exit(exitEnvironment);
}

/** Whether this Node, and so its system, uses musl instead of glibc: its own ELF interpreter says so. */
function usesMusl() {
  try {
    const file = fs.openSync(process.execPath, 'r');
    const head = Buffer.alloc(4096);
    fs.readSync(file, head, 0, head.length, 0);
    fs.closeSync(file);
    const interpreter = /\/lib\S*?\/?(ld-[\w.-]+)/.exec(head.toString('latin1'));
    if (interpreter) return interpreter[1].startsWith('ld-musl');
  } catch (problem) {
    // Not readable: the report decides.
  }

  const report = process.report && process.report.getReport();
  return !!report && !report.header.glibcVersionRuntime;
}

/** The packages that may fit this machine, the likeliest first. */
function packagesFor(platform, architecture) {
  const name = `@heapwise/${platform}-${architecture}`;
  if (platform !== 'linux') return [name];
  return usesMusl() ? [`${name}-musl`, name] : [name, `${name}-musl`];
}

/** A file of an installed package; null where there is none. */
function find(file) {
  try {
    return require.resolve(file);
  } catch (problem) {
    return null;
  }
}

/** Why there is no binary, and what helps. */
function explainMissing(names) {
  const here = names[0].split('/')[1];
  const known = Object.keys(optionalDependencies);
  if (!known.includes(names[0])) {
    fail(`there is no binary for ${here}. There are: ${known.map(name => name.split('/')[1]).join(', ')}.`,
      'Snapshots can be analyzed on any of these.');
  }

  const other = known.find(name => find(`${name}/package.json`));
  if (other) {
    fail(`node_modules contains the binary for ${other.split('/')[1]}, but this is ${here}. It was copied from another machine,`,
      'or the lockfile was written there. Delete node_modules and install again here.');
  }

  fail(`its binary, the package ${names[0]}, is not installed. Likely causes and what helps:`,
    '- optional dependencies were left out (--omit=optional, --no-optional): install again without that option',
    `- the lockfile knows other platforms only (npm/cli#4828): npm install --no-save ${names[0]}@${version}`,
    '- an internal registry does not have the package: download heapwise from the releases page, and set HEAPWISE_BINARY to it');
}

/** Runs the first binary, or the next where the system cannot load it; its end is ours. */
function run(binaries) {
  const [binary, ...others] = binaries;
  let child = null;
  const forward = signal => {
    if (!(sentByTerminal.includes(signal) && isInForeground())) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, forward); // first: the binary may run before spawn returns
  child = spawn(binary, process.argv.slice(2), { stdio: 'inherit' });
  child.on('error', problem => {
    for (const signal of signals) process.removeListener(signal, forward);
    if (problem.code === 'ENOENT' && fs.existsSync(binary) && others.length > 0) run(others); // its ELF interpreter is missing
    else explainFailure(binary, problem);
  });
  child.on('exit', (code, signal) => process.exit(signal ? 128 + os.constants.signals[signal] : code));
}

/** Whether we are what the terminal works with, so that its Ctrl-C reaches the binary as well; a second one would mean "at once". */
function isInForeground() {
  try {
    const stat = fs.readFileSync('/proc/self/stat', 'latin1');
    const [, , , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 1).split(' ');
    return group === foreground;
  } catch (problem) {
    return !!process.stdin.isTTY; // no /proc
  }
}

function explainFailure(binary, problem) {
  if (problem.code === 'EACCES') fail(`${binary} may not be executed. Run: chmod +x ${binary}`);
  if (problem.code === 'ENOENT' && !fs.existsSync(binary)) fail(`${binary} does not exist.`);
  if (problem.code === 'ENOENT') fail(`${binary} was built for another C library than this system has.`);
  if (problem.code === 'ENOEXEC') fail(`${binary} was built for another processor or system.`);
  fail(`${binary} could not be started: ${problem.message}`);
}

const own = process.env.HEAPWISE_BINARY;
if (own) {
  if (!fs.existsSync(own)) fail(`HEAPWISE_BINARY names ${own}, which does not exist.`);
  run([path.resolve(own)]);
} else {
  const names = packagesFor(process.platform, process.arch);
  const found = names.map(name => find(`${name}/bin/heapwise${isWindows ? '.exe' : ''}`)).filter(Boolean);
  if (found.length === 0) explainMissing(names);
  run(found);
}
