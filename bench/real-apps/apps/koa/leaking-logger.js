// A service on Koa that makes a logger for each request. winston keeps all loggers that have a name.
//
//   (GC roots) → … → winston: Container –loggers→ Map –[name]→ DerivedLogger
//
// heapwise: load /orders/{n}
// heapwise: expect leak unbounded-cache winston.loggers leaking-logger.js:19
'use strict';

const Router = require('@koa/router');
const Koa = require('koa');
const winston = require('winston');

const app = new Koa();
const router = new Router();

app.use(async (context, next) => {
  const id = `request ${context.url}`;
  // The leak: nobody calls winston.loggers.close(id).
  context.state.log = winston.loggers.get(id, {
    silent: true,
    format: winston.format.combine(winston.format.label({ label: id }), winston.format.json()),
    transports: [new winston.transports.Console()],
  });
  await next();
  context.state.log.info('done', { status: context.status });
});

router.get('/orders/:id', async context => {
  await new Promise(done => setImmediate(done));
  context.body = { id: context.params.id, lines: [{ article: 'pencil', count: 2 }] };
});

app.use(router.routes()).use(router.allowedMethods());
app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => console.log('ready'));
