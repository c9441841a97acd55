// docs/gallery.md from what the tests of the samples saw: artifacts/gallery has a file for each program and major, a line of JSON each.
//   node eng/gallery.mjs           writes the page
//   node eng/gallery.mjs --check   ends with 1 if a verdict or pattern on the page is not what was seen; holders and places are compared
//                                  by the tests, which allow for more than one line
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, 'artifacts', 'gallery');
const page = path.join(root, 'docs', 'gallery.md');

const results = fs.existsSync(folder) ? fs.readdirSync(folder).map(name => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'))) : [];
if (results.length === 0) {
  console.error('no results: run the tests of the samples first');
  process.exit(2);
}

const majors = [...new Set(results.map(result => result.major))].sort((a, b) => a - b);
const programs = [...new Set(results.map(result => result.program))].sort();
const rows = programs.flatMap(program => {
  const byAnswer = new Map();
  for (const result of results.filter(result => result.program === program).sort((a, b) => a.major - b.major)) {
    const answer = [result.verdict, result.pattern, result.holder, result.place].map(text => text || '–').join(' | ');
    byAnswer.set(answer, [...(byAnswer.get(answer) ?? []), result.major]);
  }

  return [...byAnswer].map(([answer, on]) => `| [${program}](../samples/${program}) | ${on.length === majors.length ? 'all' : on.join(', ')} | ${answer} |`);
});

const text = `# The gallery, diagnosed

What \`heapwise diagnose\` says of each program of [samples](../samples) on Node ${majors.join(', ')}: made from the results of the
tests, which start each program on each major, drive it and compare the answer with what its head tells. A place is where
what leaks is put in, made, or declared.

| program | Node | verdict | pattern | holder | place |
|---|---|---|---|---|---|
${rows.join('\n')}
`;

// Verdict and pattern of each program on each major, as lines.
const told = rows => rows.flatMap(row => {
  const [, program, on, verdict, pattern] = row.split('|').map(cell => cell.trim());
  return (on === 'all' ? majors : on.split(', ')).map(major => `${program} ${major} ${verdict} ${pattern}`);
}).sort().join('\n');

if (!process.argv.includes('--check')) {
  fs.writeFileSync(page, text);
} else if (!fs.existsSync(page) || told(fs.readFileSync(page, 'utf8').split('\n').filter(line => line.startsWith('| ['))) !== told(rows)) {
  const made = path.join(root, 'artifacts', 'gallery.md');
  fs.writeFileSync(made, text);
  console.error(`docs/gallery.md is not what the tests of the samples saw: compare it with ${path.relative(root, made)}, or write it with 'node eng/gallery.mjs'`);
  process.exit(1);
}
