// An API on Fastify that checks what it sends against a schema. The schema is written where it is used, so every request compiles another
// object, and Ajv keeps all that it has compiled.
//
//   (GC roots) → … → Ajv –_cache→ Map –[schema]→ SchemaEnv
//
// heapwise: load /articles/{n}
// heapwise: expect leak unbounded-cache ajv leaking-schema.js:23 objects 1/request
'use strict';

const Ajv = require('ajv');
const Fastify = require('fastify');

const ajv = new Ajv();

function check(article) {
  const schema = {
    type: 'object',
    properties: { id: { type: 'string' }, title: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
    required: ['id', 'title'],
  };

  // The leak: a new object is a new schema.
  const isArticle = ajv.compile(schema);
  if (!isArticle(article)) throw new Error(ajv.errorsText(isArticle.errors));
  return article;
}

async function articles(fastify) {
  fastify.get('/articles/:id', async request => check({ id: request.params.id, title: `Article ${request.params.id}`, tags: ['a'] }));
}

async function main() {
  const fastify = Fastify();
  await fastify.register(require('@fastify/cookie'), { secret: 'biscuit' });
  await fastify.register(articles);
  await fastify.listen({ port: Number(process.env.PORT ?? 3001), host: '127.0.0.1' });
}

main();
