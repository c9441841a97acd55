import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnosis, Finding, Suspects } from '../src/api/types.ts';
import { firstSentence, rateText, reasonBelow, roundPoints, roundSeries } from '../src/views/findings/growth.ts';
import { diagnosisMarkdown, findingMarkdown, suspectsMarkdown } from '../src/views/findings/markdown.ts';

const rest = { retainedBytes: 8, repeat: 1, location: null };

const finding: Finding = {
  fingerprint: 'abc123', pattern: 'unbounded-cache', confidence: 'high', evidence: ['it grew in every round', 'at a steady rate'],
  title: 'Variable cache in a.js is an unbounded cache', explanation: 'Each request leaves 1 object.', growthBytes: 4000,
  bytesPerRequest: 1752, rate: { basis: 'request', bytes: 1752, objects: 1 }, objectsPerRequest: { '{a}': 1 },
  survivorsPerRound: { '{a}': [5, 5] }, bound: null,
  holder: { nodeId: 41, className: 'Map', name: 'cache', path: 'variable cache in a.js', retainedBytes: 4_450_696, library: null },
  location: { file: '/app/a.js', line: 23, column: 5, function: 'put', source: 'cache.set(k, v);' },
  retainerPath: [
    { edge: '', edgeType: '', nodeId: 1, nodeType: 'synthetic', className: '(synthetic)', name: '', ...rest },
    { edge: 'cache', edgeType: 'context', nodeId: 41, nodeType: 'object', className: 'Map', name: 'Map', ...rest },
  ],
  allocatedBy: {
    objects: 5, share: 1, isSampled: false,
    frames: [
      { function: null, library: 'express', functions: 3, location: null },
      { function: 'put', library: null, functions: 1, location: { file: '/app/a.js', line: 19, column: 1, function: 'put', source: null } },
    ],
  },
  details: { declaration: '/app/a.js:12:7', alsoHeldBy: ['variable b'] },
  advice: { why: 'Why.', fix: 'Fix.', example: 'const MAX = 1000;' },
  lintRule: 'heapwise/unbounded-cache',
};

const round = (requests: number, worth: number, heapUsedBytes: number | null) => ({
  requests, worth, isConfirmation: worth > 1, seconds: 1, heapUsedBytes, externalBytes: null, arrayBuffersBytes: null, rssBytes: null,
  fileDescriptors: null, snapshot: null,
});

const report: Diagnosis = {
  schema: 'heapwise.diagnosis/1', language: 'en', verdict: 'leak', comparedBy: 'identity', reason: 'Objects stay alive.',
  target: 'node a.js',
  rounds: [round(50, 1, 1000), round(100, 1, 2000), round(2000, 20, 22_000)], growth: { bytesPerRound: 1000, bytesPerRequest: 10 },
  trends: [], findings: [finding], ignored: [{ fingerprint: 'f00', title: 'Known' }],
  bounded: [{ path: 'variable rates', entries: 300, isDrained: false }],
};

test('A finding as Markdown has the facts of its card', () => {
  const text = findingMarkdown(finding, 'en', null);
  for (const fact of [
    '## Variable cache in a.js is an unbounded cache', 'Growth: 1.8 kB per request', 'Would free: 4.5 MB', '`/app/a.js:23:5` in put',
    'cache.set(k, v);', 'Declared at /app/a.js:12:7', '`variable cache`', '`Map`', '`@41`', '(anonymous)  in express',
    'put  /app/a.js:19:1',
    'Also held by variable b.', 'Why. Fix.', '```js\nconst MAX = 1000;\n```', 'heapwise/unbounded-cache', 'Fingerprint `abc123`',
    'High confidence: it grew in every round; at a steady rate.',
  ]) assert.ok(text.includes(fact), fact);
});

test('Source lines are numbered, and the meant one is marked', () => {
  const lines = ['function put(k, v) {', '  cache.set(k, v);'];
  const text = findingMarkdown(finding, 'en', { file: '/app/a.js', firstLine: 22, lines, line: 23 });
  assert.ok(text.includes('    22  function put(k, v) {\n>   23    cache.set(k, v);'));
});

test('Text of the program is no markup', () => {
  const text = findingMarkdown({ ...finding, title: '[x](http://e) @team <b> `c`', explanation: 'a\u202eb' }, 'en', null);
  assert.ok(text.includes('\\[x\\](http://e) \\@team \\<b\\> \\`c\\`'));
  assert.ok(text.includes('a\\\\u{202e}b'));
});

test('A code span and a fence outlast backticks', () => {
  const text = findingMarkdown({ ...finding, advice: { ...finding.advice, example: 'a ```` b' }, fingerprint: '`' }, 'en', null);
  assert.ok(text.includes('`````js\na ```` b\n`````'));
  assert.ok(text.includes('`` ` ``'));
});

test('A diagnosis has verdict, rounds, what was ignored and what stopped growing', () => {
  const text = diagnosisMarkdown(report, []);
  assert.ok(text.startsWith('LEAK  **Variable cache in a.js is an unbounded cache**\n\nnode a.js\n\n'));
  for (const fact of [
    '| burst | 2,000 | 22.0 kB | +20.0 kB |  |', 'Known (`f00`)', 'variable rates: stopped at 300 entries', 'Objects stay alive.',
  ])
    assert.ok(text.includes(fact), `${fact}\n${text}`);
});

test('Suspects as Markdown say what speaks for and against them', () => {
  const suspects: Suspects = {
    schema: 'heapwise.suspects/1', language: 'en', verdict: 'suspects', reason: 'Something stands out.', file: 'a.heapsnapshot',
    heapBytes: 10, minBytes: 1, signs: ['300 contexts.'],
    suspects: [{
      fingerprint: 'abc', pattern: 'unbounded-cache', title: 'Variable cache holds 4 MB', explanation: 'In it.',
      reasons: ['A cache grows so.'], heldBytes: 4_000_000, share: 0.35, entries: 7, classes: [], holder: finding.holder,
      bound: { limit: 500, byAge: false, location: null },
      location: null, retainerPath: [], details: {},
    }],
  };
  const text = suspectsMarkdown(suspects, []);
  for (const fact of [
    'SUSPECTS  **Something stands out.**', '- A cache grows so.', 'Holds: 4.0 MB (35.0 %)', '500 entries', '300 contexts.',
  ])
    assert.ok(text.includes(fact), fact);
});

test('A burst is as long on the axis as the rounds that it is worth', () => {
  assert.deepEqual(roundPoints(report.rounds).map(({ x, name }) => [x, name]), [[0, 'baseline'], [1, '1'], [21, 'burst']]);
  assert.deepEqual(roundSeries(report.rounds, 'floors').map(({ points }) => points.at(-1)), [[21, 22_000]]);
});

test('The first sentence is the headline, the rest its reason', () => {
  assert.deepEqual(firstSentence('It holds 12.6 MB. One shows what is large.'), ['It holds 12.6 MB.', 'One shows what is large.']);
  assert.deepEqual(firstSentence('没有泄漏。堆是平稳的。'), ['没有泄漏。', '堆是平稳的。']);
  assert.deepEqual(firstSentence('All of it'), ['All of it', '']);
  assert.equal(reasonBelow(report), 'Objects stay alive.');
  assert.equal(reasonBelow({ ...report, findings: [], verdict: 'no-leak' }), null);
});

test('A rate is given by what it keeps pace with', () => {
  assert.equal(rateText({ ...finding, rate: { basis: 'second', bytes: 500, objects: null } }), '500 B per second');
  assert.equal(rateText({ ...finding, rate: null }), '1.8 kB per request');
  assert.equal(rateText({ ...finding, rate: null, bytesPerRequest: null }), null);
});
