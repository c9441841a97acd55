// Lints files of the repository as a project would, and lists the rules that report each of them.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import typescriptParser from '@typescript-eslint/parser';
import { ESLint } from 'eslint';

import plugin from '../index.js';

const isModule = /^(import|export) /m;

/** The reported rules of each file below a folder, by its path relative to the folder: `{ 'timer/leaking.js': ['timer'] }`. */
export async function lintFolder(folder) {
  const found = {};
  for (const file of filesBelow(folder)) {
    const code = readFileSync(path.join(folder, file), 'utf8');
    found[file.split(path.sep).join('/')] = await lint(code, file);
  }
  return found;
}

async function lint(code, file) {
  const eslint = new ESLint({
    overrideConfigFile: true,
    overrideConfig: [{
      files: ['**/*.{js,mjs,ts}'],
      ...plugin.configs.all,
      languageOptions: {
        sourceType: isModule.test(code) ? 'module' : 'commonjs',
        ...(file.endsWith('.ts') && { parser: typescriptParser }),
      },
    }],
  });
  const [{ messages }] = await eslint.lintText(code, { filePath: `sample${path.extname(file)}` });
  const failure = messages.find((message) => message.fatal);
  if (failure) throw new Error(`${file}: ${failure.message}`);
  const reports = messages.filter((message) => message.ruleId !== null); // Others are about comments for other tools.
  return [...new Set(reports.map((message) => message.ruleId.replace('heapwise/', '')))].sort();
}

/** Without libraries, which nobody lints either. */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => /\.(js|mjs|ts)$/.test(file) && !file.split(path.sep).includes('node_modules'))
    .sort();
}
