// The twin of leaking.js: the request listens for its own timeout, so nothing stays on the socket.
//
// heapwise: load /
// heapwise: options --requests 101
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
const stock = http.createServer((request, response) => response.end('42'));
stock.keepAliveTimeout = 0;

function ask(number, done) {
  const job = { number, notes: Array.from({ length: 20 }, (_, i) => `note ${i} of ${number}`) };
  const request = http.get({ port: stock.address().port, agent }, answer => {
    let text = '';
    answer.setEncoding('utf8');
    answer.on('data', part => { text += part; });
    answer.on('end', () => done(text));
  });
  request.on('timeout', () => request.destroy(new Error(`no answer for ${job.number}`)));
}

let requests = 0;
const server = http.createServer((request, response) => {
  ask(++requests, text => response.end(`${text}\n`));
});

stock.listen(0, '127.0.0.1', () => {
  const port = Number(process.env.PORT ?? 3001);
  server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}/`));
});
