// ESLint 9, ESLint 10 and oxlint, each run as a program on a small project of JavaScript and TypeScript.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const plugin = fileURLToPath(new URL('..', import.meta.url));
const modules = path.join(plugin, 'node_modules');

const files = {
  'package.json': '{ "type": "module" }',
  'eslint.config.js': `
import typescriptParser from '@typescript-eslint/parser';
import heapwise from 'eslint-plugin-heapwise';
export default [
  heapwise.configs.recommended,
  { files: ['**/*.ts'], languageOptions: { parser: typescriptParser } },
];`,
  '.oxlintrc.json': JSON.stringify({
    jsPlugins: ['eslint-plugin-heapwise'],
    categories: { correctness: 'off' },
    rules: {
      'heapwise/event-listener': 'error',
      'heapwise/event-listener-limit': 'error',
      'heapwise/timer': 'error',
      'heapwise/unbounded-cache': 'error',
    },
  }),
  'src/server.js': `
import { EventEmitter } from 'node:events';
import http from 'node:http';
const prices = new EventEmitter();
prices.setMaxListeners(0);
http.createServer((request, response) => {
  prices.on('change', (price) => response.write(price));
  const timer = setInterval(() => response.write('.'), 1_000);
  response.on('close', () => clearInterval(timer));
}).listen(0);`,
  'src/users.ts': `
export class UserService {
  private readonly users = new Map<string, object>();
  async find(id: string): Promise<object> {
    const known = this.users.get(id);
    if (known !== undefined) return known;
    const user = (await load(id)) as object;
    this.users.set(id, user);
    return user;
  }
}`,
  'src/polling.js': `
export function handler(req, res) {
  setInterval(() => res.write('.'), 1_000);
}`,
};

const expected = [
  'polling.js timer',
  'server.js event-listener',
  'server.js event-listener-limit',
  'users.ts unbounded-cache',
];

describe('a project', () => {
  let folder;

  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'heapwise-lint-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    mkdirSync(path.join(folder, 'node_modules/@typescript-eslint'), { recursive: true });
    symlinkSync(plugin, path.join(folder, 'node_modules/eslint-plugin-heapwise'), 'junction');
    symlinkSync(path.join(modules, '@typescript-eslint/parser'), path.join(folder, 'node_modules/@typescript-eslint/parser'), 'junction');
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const version of ['eslint', 'eslint9']) {
    it(`is linted by ${version}`, async () => {
      const output = await run(folder, path.join(modules, version, 'bin/eslint.js'), ['--format', 'json', 'src']);
      const results = JSON.parse(output);
      const reports = results.flatMap(({ filePath, messages }) => messages.map(({ ruleId, message }) => [filePath, ruleId ?? message]));
      assert.deepEqual(summary(reports), expected);
    });
  }

  it('is linted by oxlint', async () => {
    const output = await run(folder, path.join(modules, 'oxlint/bin/oxlint'), ['--format', 'json', 'src']);
    const { diagnostics } = JSON.parse(output);
    assert.deepEqual(summary(diagnostics.map(({ filename, code }) => [filename, code.replace(/\((.*)\)/, '/$1')])), expected);
  });
});

const summary = (reports) => reports.map(([file, rule]) => `${path.basename(file)} ${rule.replace('heapwise/', '')}`).sort();

/** The output of a script, which exits with 1 if there are reports. */
function run(cwd, script, parameters) {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, ...parameters], { cwd }, (error, stdout, stderr) => {
      if (error?.code === 1 && stdout) resolve(stdout);
      else reject(new Error(stderr || stdout || 'no reports'));
    });
  });
}
