// Runs all tests in one process: loading two versions of ESLint for each file would take longer than the tests.

import { readdirSync } from 'node:fs';

for (const file of readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.js')).sort()) await import(`./${file}`);
