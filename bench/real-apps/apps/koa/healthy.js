// A service on Koa with a router, a logger for all requests, and one handler of errors.
//
// heapwise: load /orders/{n}
// heapwise: expect no-leak
'use strict';

const Router = require('@koa/router');
const Koa = require('koa');
const winston = require('winston');

const logger = winston.createLogger({ level: 'info', silent: true, transports: [new winston.transports.Console()] });
const app = new Koa();
const router = new Router();

app.on('error', error => logger.error(error.message));
app.use(async (context, next) => {
  const started = Date.now();
  context.state.log = logger.child({ request: context.url });
  await next();
  context.set('x-response-time', `${Date.now() - started}`);
  context.state.log.info('done', { status: context.status });
});

router.get('/orders/:id', async context => {
  await new Promise(done => setImmediate(done));
  context.body = { id: context.params.id, lines: [{ article: 'pencil', count: 2 }] };
});

app.use(router.routes()).use(router.allowedMethods());
app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => console.log('ready'));
