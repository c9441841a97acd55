// An API on Fastify that calls another service through a circuit breaker. Each request makes a breaker, whose statistics go on for
// ever, with two timers.
//
//   Node's timers: TimersList → Timeout –_onTimeout→ closure of opossum → … → Status, CircuitBreaker
//
// heapwise: load /articles/{n}
// heapwise: expect leak timer setInterval leaking-breaker.js:19
// heapwise: expect leak timer setInterval leaking-breaker.js:19
'use strict';

const Fastify = require('fastify');
const CircuitBreaker = require('opossum');

async function findAuthor(id) {
  return { id, name: `Author ${id}` };
}

async function describe(id) {
  const breaker = new CircuitBreaker(findAuthor, { timeout: 3000 }); // The leak: nobody shuts it down.
  breaker.fallback(() => ({ id, name: 'unknown' }));
  return { id, title: `Article ${id}`, author: await breaker.fire(id) };
}

async function articles(fastify) {
  fastify.get('/articles/:id', async request => describe(request.params.id));
}

async function main() {
  const fastify = Fastify();
  await fastify.register(require('@fastify/cookie'), { secret: 'biscuit' });
  await fastify.register(articles);
  await fastify.listen({ port: Number(process.env.PORT ?? 3001), host: '127.0.0.1' });
}

main();
