// An API on Fastify with cookies, a rate limit, a plugin that measures, and schemas compiled once.
//
// heapwise: load /articles/{n}?limit=5
// heapwise: options --header x-client:{n}
// heapwise: expect no-leak
'use strict';

const Ajv = require('ajv');
const Fastify = require('fastify');
const plugin = require('fastify-plugin');

const ajv = new Ajv();
const isArticle = ajv.compile({
  type: 'object',
  properties: { id: { type: 'string' }, title: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
  required: ['id', 'title'],
});

const timing = plugin(async fastify => {
  const slowest = [];
  fastify.decorate('slowest', slowest);
  fastify.addHook('onResponse', async (request, reply) => {
    slowest.push({ url: request.url, milliseconds: reply.elapsedTime });
    slowest.sort((a, b) => b.milliseconds - a.milliseconds);
    slowest.length = Math.min(slowest.length, 10);
  });
});

async function articles(fastify) {
  const querystring = { type: 'object', properties: { limit: { type: 'integer', default: 10 } } };
  fastify.get('/articles/:id', { schema: { querystring } }, async (request, reply) => {
    const article = { id: request.params.id, title: `Article ${request.params.id}`, tags: ['a', 'b'].slice(0, request.query.limit) };
    if (!isArticle(article)) throw new Error(ajv.errorsText(isArticle.errors));
    reply.setCookie('seen', request.params.id);
    return article;
  });
}

async function main() {
  const fastify = Fastify();
  await fastify.register(require('@fastify/cookie'), { secret: 'biscuit' });
  await fastify.register(require('@fastify/rate-limit'), { max: 1000, cache: 25, keyGenerator: request => request.headers['x-client'] });
  await fastify.register(timing);
  await fastify.register(articles);
  await fastify.listen({ port: Number(process.env.PORT ?? 3001), host: '127.0.0.1' });
}

main();
