// Looks like a leak but is not: a full cache accepts nothing more. The first 300 keys stay forever; all others are computed each time.
//
// heapwise: load /rates/{n}
// heapwise: options --requests 101 --warmup 50
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const MAX = 300;
const rates = {};
let count = 0;

function rateOf(currency) {
  if (rates[currency]) return rates[currency];
  const rate = { currency, values: Array.from({ length: 50 }, (_, day) => ({ day, value: Math.random() })) };
  if (count < MAX) {
    rates[currency] = rate;
    count++;
  }

  return rate;
}

const server = http.createServer((request, response) => {
  response.end(JSON.stringify(rateOf(request.url.split('/').pop())));
});

const port = Number(process.env.PORT ?? 3001);
server.listen(port, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${port}/`));
