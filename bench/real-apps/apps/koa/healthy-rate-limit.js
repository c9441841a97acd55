// A service on Koa with a rate limit for each client. A client is forgotten after ten minutes, which a short run does not see.
//
// heapwise: load /orders/{n}
// heapwise: options --header x-client:{n}
// heapwise: expect inconclusive
'use strict';

const Router = require('@koa/router');
const Koa = require('koa');
const { RateLimiterMemory } = require('rate-limiter-flexible');

const limiter = new RateLimiterMemory({ points: 100, duration: 600 });
const app = new Koa();
const router = new Router();

app.use(async (context, next) => {
  await limiter.consume(context.get('x-client'));
  await next();
});

router.get('/orders/:id', async context => {
  context.body = { id: context.params.id, lines: [{ article: 'pencil', count: 2 }] };
});

app.use(router.routes()).use(router.allowedMethods());
app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => console.log('ready'));
