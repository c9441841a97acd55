// Each request starts an interval that reports the job's progress to the client. The interval keeps running long after the response has
// completed, and keeps the response and everything that the job read alive.
//
//   (GC roots) → … → Context –timerListMap→ Object –[1000]→ TimersList –_idleNext→ Timeout –_onTimeout→ closure → Context –rows→ Array
//
// heapwise: load /jobs
// heapwise: expect leak timer setInterval leaking.js:15 objects 1/request
'use strict';

const http = require('node:http');

function runJob(request, response) {
  const rows = Array.from({ length: 500 }, (_, i) => i * 1.5);
  let done = 0;
  setInterval(function reportProgress() { // The leak: nothing clears it.
    done = Math.min(done + 100, rows.length);
    if (!response.writableEnded) response.write(`${done} of ${rows.length}\n`);
  }, 1_000);
  response.end('accepted\n');
}

const server = http.createServer(runJob);

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
