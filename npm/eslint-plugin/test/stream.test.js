import { testRule } from './rule-tester.js';

const fs = 'import fs from "node:fs"; ';

testRule('stream', {
  valid: [
    `${fs} import { pipeline } from "node:stream"; pipeline(fs.createReadStream("x"), response, () => {});`,
    `${fs} const file = fs.createReadStream("x"); file.on("error", () => {}); file.pipe(response);`,
    'source$.pipe(map((x) => x)).pipe(take(1));',
    'schema.pipe(z.string());',
    `${fs} const file = fs.createReadStream("x"); finished(file, () => {}); file.pipe(response);`,
  ],
  invalid: [
    [`${fs}const file = fs.createReadStream("x"); file.pipe(response);`, {
      messageId: 'unhandled',
      suggestions: [{
        messageId: 'pipeline',
        output: `${fs}const file = fs.createReadStream("x"); pipeline(file, response, (error) => { if (error) console.error(error); });`,
      }],
    }],
    [`${fs}const done = fs.createReadStream("x").pipe(response);`, 'unhandled'],
    [`${fs}const out = fs.createReadStream("x").pipe(createGzip()).pipe(response);`, 'unhandled', 'unhandled'],
    ['import http from "node:http"; const request = http.get(url); request.on("response", (answer) => answer.pipe(response));',
      'unhandled'],
  ],
});
