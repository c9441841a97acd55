// The twin of leaking.js: the file is closed on every path.
//
// heapwise: load /
// heapwise: expect no-leak
'use strict';

const fs = require('node:fs');
const http = require('node:http');

// The start of the file, as a preview.
function preview(path, done) {
  const bytes = Buffer.alloc(64);

  fs.open(path, 'r', (failure, file) => {
    if (failure) return done(failure);
    fs.read(file, bytes, 0, bytes.length, 0, (problem, count) => {
      fs.close(file, () => done(problem, bytes.toString('utf8', 0, count)));
    });
  });
}

const server = http.createServer((request, response) => {
  preview(__filename, (failure, text) => {
    response.statusCode = failure ? 500 : 200;
    response.end(failure ? failure.message : text);
  });
});

const port = Number(process.env.PORT ?? 3001);
server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}/`));
