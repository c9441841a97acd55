// The server that leaking.js and fixed.js supervise. With --remember it leaks.
'use strict';

const http = require('node:http');

const visits = [];
const remembers = process.argv.includes('--remember');
let count = 0;

http.createServer((request, response) => {
  count++;
  // The leak: visits are recorded one by one although only their number is asked for.
  if (remembers) visits.push({ path: request.url, time: new Date() });
  response.end(`visit ${count}\n`);
}).listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`server ${process.pid} listening on http://127.0.0.1:${process.env.PORT ?? 3001}/`);
});
