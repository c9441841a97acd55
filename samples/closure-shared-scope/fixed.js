// The twin of leaking.js: the registered function is created in its own scope, and is removed from the Map when its report is done.
//
// heapwise: load /reports/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const cancels = new Map();

function cancelOf(id) {
  return () => console.debug(`report ${id} cancelled`);
}

function startReport(id) {
  const report = Array.from({ length: 200 }, (_, row) => ({ row, value: Math.random() }));
  const summary = () => report.reduce((sum, entry) => sum + entry.value, 0);
  cancels.set(id, cancelOf(id));
  try {
    return summary();
  } finally {
    cancels.delete(id);
  }
}

const server = http.createServer((request, response) => {
  response.end(`${startReport(request.url.split('/').pop())}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
