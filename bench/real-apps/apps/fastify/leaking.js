// An API on Fastify with a plugin that measures. It means to report the slowest replies and keeps all of them.
//
//   (GC roots) → … → closure: the hook → Context –slowest→ Array –[N]→ { request, reply }
//
// heapwise: load /articles/{n}?limit=5
// heapwise: expect leak growing-collection slowest leaking.js:18 objects 1/request
'use strict';

const Fastify = require('fastify');
const plugin = require('fastify-plugin');

const timing = plugin(async fastify => {
  const slowest = [];
  fastify.decorate('findSlowest', () => slowest.sort((a, b) => b.milliseconds - a.milliseconds).slice(0, 10));
  fastify.addHook('onResponse', async (request, reply) => {
    const { elapsedTime } = reply;
    // The leak: the slowest ten are sought when somebody asks, and the others stay.
    slowest.push({ request, reply, milliseconds: elapsedTime });
  });
});

async function articles(fastify) {
  const querystring = { type: 'object', properties: { limit: { type: 'integer', default: 10 } } };
  fastify.get('/articles/:id', { schema: { querystring } }, async (request, reply) => {
    reply.setCookie('seen', request.params.id);
    return { id: request.params.id, title: `Article ${request.params.id}`, tags: ['a', 'b'].slice(0, request.query.limit) };
  });
  fastify.get('/slowest', async () => fastify.findSlowest().map(({ request, milliseconds }) => ({ url: request.url, milliseconds })));
}

async function main() {
  const fastify = Fastify();
  await fastify.register(require('@fastify/cookie'), { secret: 'biscuit' });
  await fastify.register(require('@fastify/rate-limit'), { max: 1_000_000 });
  await fastify.register(timing);
  await fastify.register(articles);
  await fastify.listen({ port: Number(process.env.PORT ?? 3001), host: '127.0.0.1' });
}

main();
