// Looks like a leak but is not: requests load modules, and a loaded module stays. But each module is loaded only on first use, and there
// are not many. Loading continues through the first rounds and then ends.
//
// heapwise: load /use/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const names = ['zlib', 'crypto', 'readline', 'dns', 'tls', 'https', 'http2', 'dgram', 'cluster', 'child_process', 'worker_threads', 'string_decoder', 'querystring', 'vm', 'v8', 'repl', 'inspector', 'async_hooks', 'perf_hooks', 'stream/web', 'timers/promises', 'util', 'os', 'tty', 'fs/promises', 'assert', 'diagnostics_channel', 'stream/promises', 'stream/consumers', 'readline/promises', 'path/posix', 'url', 'trace_events'];

const loaded = {};

function moduleFor(n) {
  const name = names[n % names.length];
  loaded[name] ??= require(`node:${name}`);
  return loaded[name];
}

const server = http.createServer((request, response) => {
  const n = Number(request.url.split('/').pop());
  response.end(`${Object.keys(moduleFor(n)).length} exports\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
