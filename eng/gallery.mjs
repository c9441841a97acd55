// Builds docs/gallery.md from the results of the sample tests: artifacts/gallery has one file per program and major, with one line of JSON.
//   node eng/gallery.mjs           writes the page
//   node eng/gallery.mjs --check   exits with 1 if a verdict or pattern on the page differs from the results: usually of one major for
//                                  each program. Holders and locations are compared by the tests, which accept more than one line
// For results of all majors: eng/gallery.sh
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'artifacts', 'gallery');
const page = path.join(root, 'docs', 'gallery.md');

const files = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
const results = files.map(name => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')));
if (results.length === 0) {
  console.error('no results: run the sample tests first');
  process.exit(2);
}

const majors = [18, 20, 22, 24, 26];
const programs = [...new Set(results.map(result => result.program))].sort();
const rows = programs.flatMap(program => {
  const byAnswer = new Map();
  for (const result of results.filter(result => result.program === program).sort((a, b) => a.major - b.major)) {
    const answer = [result.verdict, result.pattern, result.holder, result.place].map(text => text || '–').join(' | ');
    byAnswer.set(answer, [...(byAnswer.get(answer) ?? []), result.major]);
  }

  const named = on => (on.length === majors.length ? 'all' : on.join(', '));
  return [...byAnswer].map(([answer, on]) => `| [${program}](../samples/${program}) | ${named(on)} | ${answer} |`);
});

const text = `# Gallery: diagnosis results

This page shows what \`heapwise diagnose\` reports for each program in [samples](../samples) on Node ${majors.join(', ')}. It is generated
from the results of the tests, which start each program, drive it, and compare the report with what the head of the program expects:
programs that leak on each major, the others on two of them. The location is where the leaking objects are added,
created, or declared.

| program | Node | verdict | pattern | holder | location |
|---|---|---|---|---|---|
${rows.join('\n')}
`;

// Verdict and pattern of each program on each major, one per line.
const verdicts = rows => new Set(rows.flatMap(row => {
  const [, program, on, verdict, pattern] = row.split('|').map(cell => cell.trim());
  return (on === 'all' ? majors : on.split(', ')).map(major => `${program} ${major} ${verdict} ${pattern}`);
}));

if (!process.argv.includes('--check')) {
  fs.writeFileSync(page, text);
} else {
  const [told, seen] = [verdicts(fs.readFileSync(page, 'utf8').split('\n').filter(line => line.startsWith('| ['))), verdicts(rows)];
  const ran = new Set(results.map(result => `[${result.program}](../samples/${result.program})`));
  const wrong = [...seen].filter(line => !told.has(line));
  const gone = [...told].filter(line => !ran.has(line.split(' ')[0]));
  for (const line of wrong) console.error(`docs/gallery.md does not have this result: ${line}`);
  for (const line of gone) console.error(`docs/gallery.md has a program that was not run: ${line}`);
  if (wrong.length + gone.length > 0) {
    console.error('eng/gallery.sh writes the page again');
    process.exit(1);
  }
}
