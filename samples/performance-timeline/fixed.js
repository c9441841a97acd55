// The twin of leaking.js: marks are cleared once they have been measured, measures once the observer has read them.
//
// heapwise: load /report
// heapwise: expect no-leak
'use strict';

const http = require('node:http');
const { performance, PerformanceObserver } = require('node:perf_hooks');

const durations = [0, 0];
const observer = new PerformanceObserver(list => {
  for (const entry of list.getEntries()) {
    durations[0] += 1;
    durations[1] += entry.duration;
  }
  performance.clearMeasures('report');
});
observer.observe({ entryTypes: ['measure'] });

function mark(name, rows) {
  performance.mark(name, { detail: { rows: rows.slice() } });
}

function report(rows) {
  mark('report-start', rows);
  const sum = rows.reduce((total, row) => total + row.amount, 0);
  mark('report-end', rows);
  performance.measure('report', 'report-start', 'report-end');
  performance.clearMarks('report-start');
  performance.clearMarks('report-end');
  return sum;
}

const server = http.createServer((request, response) => {
  const rows = Array.from({ length: 20 }, (_, i) => ({ amount: i, text: `row ${i} of ${request.url}` }));
  response.end(`${report(rows)}\n`);
});

const port = Number(process.env.PORT ?? 3001);
server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}/`));
