// The twin of leaking.js: the interval is cleared with its response, even if the client hangs up: 'close' is emitted in both cases.
//
// heapwise: load /jobs
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

function runJob(request, response) {
  const rows = Array.from({ length: 500 }, (_, i) => i * 1.5);
  let done = 0;
  const timer = setInterval(function reportProgress() {
    done = Math.min(done + 100, rows.length);
    if (!response.writableEnded) response.write(`${done} of ${rows.length}\n`);
  }, 1_000);
  response.on('close', () => clearInterval(timer));
  response.end('accepted\n');
}

const server = http.createServer(runJob);

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
