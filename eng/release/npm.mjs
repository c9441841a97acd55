// Writes the npm packages: heapwise, which is the launcher, one package for each platform with its binary, the ESLint plugin, and the guard
// for the inside of programs.
//   node eng/release/npm.mjs VERSION OUT RID=BINARY...
// REPOSITORY_URL, where set, is written into each package: npm's provenance asks for it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
const [version, out, ...binaries] = process.argv.slice(2);
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'heapwise-npm-'));
const launcher = JSON.parse(fs.readFileSync(path.join(root, 'npm/heapwise/package.json'), 'utf8'));
const repository = process.env.REPOSITORY_URL ? { repository: { type: 'git', url: process.env.REPOSITORY_URL } } : {};

/** What npm calls a platform: @heapwise/linux-x64-musl for linux-musl-x64. */
function platformOf(rid) {
  const [, system, musl, cpu] = /^(linux|osx|win)-(musl-)?(x64|arm64)$/.exec(rid);
  const platform = { linux: 'linux', osx: 'darwin', win: 'win32' }[system];
  const libc = platform === 'linux' ? { libc: [musl ? 'musl' : 'glibc'] } : {};
  return { name: `@heapwise/${platform}-${cpu}${musl ? '-musl' : ''}`, os: [platform], cpu: [cpu], ...libc };
}

function pack(folder, manifest) {
  fs.writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', path.resolve(out)], { cwd: folder, stdio: 'inherit' });
}

const platforms = binaries.map(pair => pair.split('=')).map(([rid, binary]) => ({ ...platformOf(rid), binary }));
for (const { binary, ...platform } of platforms) {
  const folder = path.join(work, platform.name);
  fs.mkdirSync(path.join(folder, 'bin'), { recursive: true });
  const program = path.join(folder, 'bin', platform.os[0] === 'win32' ? 'heapwise.exe' : 'heapwise');
  fs.copyFileSync(binary, program);
  fs.chmodSync(program, 0o755);
  fs.copyFileSync(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'));
  const description = `The binary of heapwise for ${platform.name.split('/')[1]}`;
  fs.writeFileSync(path.join(folder, 'README.md'), `${description}. Install the package heapwise, which brings it.\n`);
  pack(folder, { ...platform, version, description, license: launcher.license, ...repository, files: ['bin'], preferUnplugged: true });
}

const folder = path.join(work, 'heapwise');
fs.mkdirSync(folder);
for (const file of ['npm/heapwise/heapwise.js', 'docs/heapwise.schema.json', 'README.md', 'LICENSE'])
  fs.copyFileSync(path.join(root, file), path.join(folder, path.basename(file)));
fs.chmodSync(path.join(folder, 'heapwise.js'), 0o755);
const optionalDependencies = Object.fromEntries(platforms.map(platform => [platform.name, version]));
pack(folder, { ...launcher, version, ...repository, optionalDependencies });

for (const source of ['npm/eslint-plugin', 'npm/memory-guard']) {
  const { devDependencies, scripts, ...manifest } = JSON.parse(fs.readFileSync(path.join(root, source, 'package.json'), 'utf8'));
  const copy = path.join(work, manifest.name);
  for (const file of manifest.files.filter(file => file !== 'LICENSE'))
    fs.cpSync(path.join(root, source, file), path.join(copy, file), { recursive: true });
  fs.copyFileSync(path.join(root, 'LICENSE'), path.join(copy, 'LICENSE'));
  pack(copy, { ...manifest, version, ...repository });
}
fs.rmSync(work, { recursive: true });
