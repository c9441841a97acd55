// Looks like a leak but is not: the wait for a reply has a signal, and removes its listener when the time is over. The computed names of
// the log's levels are few, and an import is an emitter of its own.
//
// heapwise: load /stock/{n}
// heapwise: expect no-leak

import { EventEmitter, once } from 'node:events';
import http from 'node:http';

const replies = new EventEmitter();
const log = new EventEmitter();
let questions = 0;

for (const level of ['info', 'warning']) {
  log.on(`log:${level}`, text => console.log(`${level}: ${text}`));
}

// Simulates a broker that loses every message.
function send() {}

async function askWarehouse(question) {
  send(question);
  try {
    const [stock] = await once(replies, `reply:${question.id}`, { signal: AbortSignal.timeout(20) });
    return stock;
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
    return 'unknown';
  }
}

function importArticle(article) {
  const steps = new EventEmitter();
  steps.once(`imported:${article}`, rows => log.emit('log:warning', `${rows} rows`));
  return steps;
}

const server = http.createServer(async (request, response) => {
  const article = request.url.split('/').pop();
  const steps = importArticle(article);
  const stock = await askWarehouse({ id: ++questions, article, places: Array.from({ length: 100 }, (_, i) => ({ shelf: i })) });
  response.end(`stock: ${stock}, ${steps.eventNames().length} steps\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
