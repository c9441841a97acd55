#!/usr/bin/env node
// Compares whole commands: heapwise and other tools that open the same snapshot.
//
//   node bench/end-to-end/compare.mjs [--runs N] [--peer 'NAME=COMMAND'] … [--ours 'COMMAND'] [--markdown] FILE [LATER]
//
// COMMAND is a shell command in which {file} and {later} are replaced. The tools take turns, ours first, after one warm-up run
// each. Machines drift, so only ratios within one call are meaningful. The output has the medians of wall time, processor time,
// and peak memory (of the largest process), as reported by /usr/bin/time, and the ratio of each peer to ours. With a LATER file,
// our default command compares the two files; otherwise it prints the summary. The index is off: every run reads the file.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const args = process.argv.slice(2);
const take = (name, many) => {
  const found = [];
  for (let i; (i = args.indexOf(name)) >= 0;) found.push(args.splice(i, 2)[1]);
  return many ? found : found[0];
};
const runs = Number(take('--runs') ?? 3);
const peers = take('--peer', true).map(text => ({ name: text.slice(0, text.indexOf('=')), command: text.slice(text.indexOf('=') + 1) }));
const ours = take('--ours');
const markdown = args.includes('--markdown') && args.splice(args.indexOf('--markdown'), 1).length > 0;
const [file, later] = args;
if (!file || !fs.existsSync(file) || (later && !fs.existsSync(later))) {
  console.error("usage: compare.mjs [--runs N] [--peer 'NAME=COMMAND'] [--ours 'COMMAND'] [--markdown] FILE [LATER]");
  process.exit(2);
}
if (!fs.existsSync('/usr/bin/time')) {
  console.error('compare.mjs needs GNU time: install the package "time"');
  process.exit(2);
}

const quote = text => `'${text.replaceAll("'", "'\\''")}'`;
const fill = command => command.replaceAll('{file}', quote(file)).replaceAll('{later}', quote(later ?? ''));
const standard = `${quote(path.join(root, 'heapwise'))} ${later ? 'diff {file} {later}' : 'summary {file}'} --no-index`;
const tools = [{ name: 'heapwise', command: ours ?? standard }, ...peers].map(tool => ({ ...tool, command: fill(tool.command), samples: [] }));

function once(tool) {
  const result = spawnSync('/usr/bin/time', ['-f', '\n%e %U %S %M', '/bin/sh', '-c', tool.command], { encoding: 'utf8', maxBuffer: 1 << 30 });
  const [wall, user, system, peak] = result.stderr.trim().split('\n').pop().split(' ').map(Number);
  if (result.status !== 0) console.error(`${tool.name}: exit code ${result.status}: ${result.stderr.trim().split('\n')[0]}`);
  return { wall, cpu: user + system, peak: peak / 1000 };
}

for (const tool of tools) once(tool);
for (let i = 0; i < runs; i++) for (const tool of tools) tool.samples.push(once(tool));

const median = values => values.sort((a, b) => a - b)[values.length >> 1];
const of = (tool, figure) => median(tool.samples.map(sample => sample[figure]));
const megabytes = fs.statSync(file).size / 1e6;
const rows = tools.map(tool => [
  tool.name,
  of(tool, 'wall').toFixed(2),
  of(tool, 'cpu').toFixed(2),
  of(tool, 'peak').toFixed(0),
  (of(tool, 'peak') / megabytes).toFixed(2),
  (median(tool.samples.map((sample, i) => sample.wall / tools[0].samples[i].wall))).toFixed(1),
]);
const head = ['tool', 'wall s', 'cpu s', 'peak MB', 'peak / file', 'wall / heapwise'];
console.log(`${path.basename(file)}${later ? ` and ${path.basename(later)}` : ''}: ${megabytes.toFixed(1)} MB, median of ${runs} runs in turn; ${os.cpus().length} × ${os.cpus()[0].model.trim()}, ${os.type()} ${os.release()}, ${new Date().toISOString().slice(0, 10)}`);
if (markdown) {
  console.log(`\n| ${head.join(' | ')} |\n|${head.map((_, i) => (i ? '---:' : '---')).join('|')}|`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
} else {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map(row => row[i].length)));
  for (const row of [head, ...rows]) console.log(row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  '));
}
