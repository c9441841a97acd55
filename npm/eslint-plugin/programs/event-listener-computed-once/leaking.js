// A question to the warehouse waits for the reply with its id, but only for a moment. If the reply never comes, its event is never emitted,
// and `once` never removes the listener.
//
// heapwise: load /stock/{n}
// heapwise: expect leak event-listener replies._events leaking.js:21

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
    const stop = setTimeout(() => resolve('unknown'), 20);
    replies.once(`reply:${id}`, stock => { // The leak: the event has a name of its own, and may never come.
      clearTimeout(stop);
      resolve(`${stock} in ${question.places.length} places`);
    });
    send(question);
  });
}

const server = http.createServer(async (request, response) => {
  response.end(`stock: ${await askWarehouse(request.url.split('/').pop())}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
