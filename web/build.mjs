// Builds dist: the page, split by view, and the report's script and style, each one file that is inlined into an HTML file.
// Then packs each asset, lists them in assets.json, and fails when they have become too large.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const root = import.meta.dirname;
const dist = join(root, 'dist');
const maxPageGzipBytes = 400_000;
const maxReportBytes = 450_000;
const maxReportGzipBytes = 150_000;
const minPackedBytes = 1000;

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

await build({ root, logLevel: 'warn' });
await buildReport();

const assets = files(dist).map(path => pack(path)).sort((a, b) => (a.path < b.path ? -1 : 1));
writeFileSync(join(dist, 'assets.json'), `${JSON.stringify(assets.map(({ path, type, gzip }) => ({ path, type, gzip })), null, 2)}\n`);
check(assets);

async function buildReport() {
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      target: 'es2022',
      modulePreload: false,
      emptyOutDir: false,
      assetsInlineLimit: 0,
      cssCodeSplit: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: join(root, 'src/report.tsx'),
        output: {
          format: 'iife',
          name: 'heapwiseReport',
          codeSplitting: false,
          entryFileNames: 'report.js',
          assetFileNames: 'report[extname]',
        },
      },
    },
  });
  const script = join(dist, 'report.js');
  const text = readFileSync(script, 'utf8');
  // Inside an inline script, these would end it or change how the rest is read.
  writeFileSync(script, text.replaceAll(/<\/(?=script)/gi, '<\\/').replaceAll('<!--', '\\x3C!--'));
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap(entry => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]));
}

function pack(file) {
  const raw = readFileSync(file);
  const packed = gzipSync(raw, { level: 9 });
  // The header names the operating system: the same bytes everywhere.
  packed[9] = 255;
  const gzip = raw.length > minPackedBytes && packed.length < raw.length;
  if (gzip) writeFileSync(`${file}.gz`, packed);
  else rmSync(`${file}.gz`, { force: true });
  return {
    path: relative(dist, file).split(sep).join('/'),
    type: types[extname(file)] ?? 'application/octet-stream',
    gzip,
    bytes: statSync(file).size,
    gzipBytes: gzip ? packed.length : raw.length,
  };
}

function check(all) {
  const isReport = ({ path }) => path === 'report.js' || path === 'report.css';
  const kB = value => `${(value / 1000).toFixed(1)} kB`.padStart(10);
  for (const asset of all) console.log(`${asset.path.padEnd(44)}${kB(asset.bytes)}${kB(asset.gzipBytes)} gzip`);
  const sum = (list, size) => list.reduce((total, asset) => total + asset[size], 0);
  const limits = [
    ['the page, gzip', sum(all.filter(asset => !isReport(asset)), 'gzipBytes'), maxPageGzipBytes],
    ['the report', sum(all.filter(isReport), 'bytes'), maxReportBytes],
    ['the report, gzip', sum(all.filter(isReport), 'gzipBytes'), maxReportGzipBytes],
  ];
  for (const [what, bytes, max] of limits) {
    console.log(`${what.padEnd(44)}${kB(bytes)} of${kB(max)}`);
    if (bytes > max) {
      console.error(`${what}: ${bytes} bytes, over the limit of ${max}`);
      process.exitCode = 1;
    }
  }
}
