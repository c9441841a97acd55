// The twin of leaking.js: whoever gives up waiting removes the listener as well.
//
// heapwise: load /stock/{n}
// heapwise: expect no-leak

import { EventEmitter } from 'node:events';
import http from 'node:http';

const replies = new EventEmitter();
let questions = 0;

// Simulates a broker that has lost the warehouse.
function send() {}

function askWarehouse(article) {
  const id = ++questions;
  const question = { id, article, places: Array.from({ length: 100 }, (_, i) => ({ shelf: i })) };
  return new Promise(resolve => {
    const answer = stock => {
      clearTimeout(stop);
      resolve(`${stock} in ${question.places.length} places`);
    };
    const stop = setTimeout(() => {
      replies.off(`reply:${id}`, answer);
      resolve('unknown');
    }, 20);
    replies.once(`reply:${id}`, answer);
    send(question);
  });
}

const server = http.createServer(async (request, response) => {
  response.end(`stock: ${await askWarehouse(request.url.split('/').pop())}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
