// Runs the cases of a rule with each supported version of ESLint. A case is source code; an invalid one has the ids of its messages.

import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import typescriptParser from '@typescript-eslint/parser';
import { RuleTester } from 'eslint';
import { RuleTester as RuleTester9 } from 'eslint9';

import plugin from '../index.js';

for (const tester of [RuleTester, RuleTester9]) {
  tester.describe = describe;
  tester.it = it;
}

/** Source of a server whose handler consists of these statements. */
export const perRequest = (statements, before = '') => `
import http from 'node:http';
${before}
http.createServer(async (request, response) => {
  ${statements}
}).listen(0);
`;

export const typescript = (code) => ({ code, languageOptions: { parser: typescriptParser } });

export function testRule(id, { valid, invalid }) {
  const cases = {
    valid,
    invalid: invalid.map(([code, ...expected]) => ({ ...(typeof code === 'string' ? { code } : code), errors: expected.map(errorOf) })),
  };
  for (const [version, tester] of [['10', RuleTester], ['9', RuleTester9]]) {
    describe(`ESLint ${version}`, () => new tester({ languageOptions: { sourceType: 'module' } }).run(id, plugin.rules[id], cases));
  }
  it('has a page that shows what is wrong and what is right', () => {
    const page = readFileSync(new URL(`../docs/${id}.md`, import.meta.url), 'utf8');
    for (const heading of [`# heapwise/${id}`, '## Wrong', '## Right', '## What it does not recognize']) {
      if (!page.includes(heading)) throw new Error(`docs/${id}.md has no "${heading}"`);
    }
  });
}

/** Suggestions are compared if the case names their output. */
const errorOf = (expected) => (typeof expected === 'string' ? { messageId: expected } : expected);
