// The twin of leaking.js: one context for all rules. Each script is compiled, run, and discarded; the value is passed as data.
//
// heapwise: load /rules/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');
const vm = require('node:vm');

const sandbox = vm.createContext({ value: 0 });

function check(rule, value) {
  sandbox.value = value;
  return new vm.Script(rule).runInContext(sandbox);
}

const server = http.createServer((request, response) => {
  const n = Number(request.url.split('/').pop());
  response.end(`${check(`value > ${n}`, 10)}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
