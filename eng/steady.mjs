// Runs `heapwise test` on chosen programs of samples/ again and again while other processes burn every core: a pipeline's verdict must
// not depend on how busy its machine is. Each deviation is one line on standard output.
//   node eng/steady.mjs                                    twenty times
//   node eng/steady.mjs --times 5 --only interval,closure --burners 0 --heapwise "dotnet …/heapwise.dll"
// Exits with 1 if any outcome was not as expected.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({
  options: {
    times: { type: 'string', default: '20' },
    only: { type: 'string', default: 'unbounded-cache,interval,event-listener,closure' },
    burners: { type: 'string', default: String(os.availableParallelism()) },
    heapwise: { type: 'string', default: path.join(root, 'heapwise') },
  },
});

const scenarios = {};
for (const sample of options.only.split(',')) {
  for (const program of ['leaking', 'fixed']) {
    const file = path.join(root, 'samples', sample, `${program}.js`);
    const load = /^\/\/ heapwise: load (\S+)/m.exec(fs.readFileSync(file, 'utf8'))[1];
    scenarios[`${sample}/${program}`] = { start: [process.execPath, file], env: { PORT: 0 }, load: { urls: [load] } };
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'heapwise-steady-'));
const config = path.join(folder, 'heapwise.json');
fs.writeFileSync(config, JSON.stringify({ scenarios }));
const burn = 'const parent = process.ppid; while (process.ppid === parent) ;'; // ends with this script, however that ends
const burners = Array.from({ length: Number(options.burners) }, () => spawn(process.execPath, ['-e', burn], { stdio: 'ignore' }));
let deviations = 0, runs = 0;
try {
  for (let time = 1; time <= Number(options.times); time++) {
    const [program, ...first] = options.heapwise.split(' ');
    const result = spawnSync(program, [...first, 'test', '--config', config, '--format', 'json', '--quiet'], { encoding: 'utf8' });
    const report = JSON.parse(result.stdout);
    for (const scenario of report.scenarios) {
      runs++;
      const expected = scenario.name.endsWith('/leaking') ? 'failed' : 'passed';
      if (scenario.outcome === expected) continue;
      deviations++;
      console.log(`${time} ${scenario.name}: ${scenario.outcome}: ${scenario.error ?? scenario.diagnosis.reason}`);
    }

    console.error(`${time} of ${options.times}: ${runs} runs, ${deviations} deviations`);
  }
} finally {
  for (const burner of burners) burner.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true });
}

console.log(`${runs} runs of ${Object.keys(scenarios).length} programs beside ${burners.length} busy processes, ${deviations} deviations`);
process.exit(deviations > 0 ? 1 : 0);
