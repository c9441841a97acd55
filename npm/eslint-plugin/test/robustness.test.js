// Code that leads questions about it back to themselves. It need not run, but it must not stop the linter.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { Linter } from 'eslint';

import plugin from '../index.js';

const cases = [
  'function eos(a, b) { if (!b) return eos(a, {}); return () => eos; } eos()(); module.exports = eos;',
  'var a = b.x, b = a.y; app.get("/", (req, res) => { a.on("x", () => {}); });',
  'var events = events.EventEmitter; var bus = new events(); bus.on("x", () => {}, { signal });',
  'class A extends B {} class B extends A { run() { this.on("x", f, { signal }); } } new A().run();',
  'var s = s.on("data", f); s.pipe(t);',
  'function f(x) { return f(g(x)); } function g(x) { return g(f(x)); } app.get("/", (req, res) => { table[f(req.url)] ??= f; });'
    + 'var table = {};',
  'var x = [x[0], x[1]]; app.get("/", (req, res) => { seen.add(x[req.url]); }); var seen = new Set();',
  'var f = g; var g = f; f(); app.get("/", f);',
  'const make = () => make; make()()();',
  'class Node { next = new Node(); } new Node().next.next.visit();',
  'for (;;) {} ; label: while (true) { break label; }',
  'var { a = a } = a; a.on("x", a);',
  'fetch(fetch(fetch)); new new new X()()(); import.meta.on("x", () => {}); (class {}).on("x", () => {});',
  'export default class { static { this.on("x", () => {}); } static x = new Map(); y = [];'
    + '[z]() { this.y.push(1); } #q = {}; has(o) { return #q in o; } }',
  'export default function () {} ; export * from "x"; export const [p, { q }] = r; for (const k in {}) ; try {} catch {}',
];

describe('the rules end', () => {
  for (const code of cases) {
    it(code, () => {
      const sourceType = /^export /m.test(code) || code.includes('import.meta') ? 'module' : 'commonjs';
      const messages = new Linter().verify(code, [{ ...plugin.configs.all, languageOptions: { sourceType } }]);
      assert.deepEqual(messages.filter((message) => message.fatal), []);
    });
  }
});
