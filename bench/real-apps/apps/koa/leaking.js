// A service on Koa whose middleware wants to log errors with the request that they belong to. It listens to the application, which
// outlives all requests.
//
//   (GC roots) → … → Koa's Application –_events→ Object –error→ Array –[N]→ closure → Context –context→ the request
//
// heapwise: load /orders/{n}
// heapwise: expect leak event-listener Application leaking.js:22 objects 1/request
'use strict';

const Router = require('@koa/router');
const Koa = require('koa');
const winston = require('winston');

const logger = winston.createLogger({ level: 'info', silent: true, transports: [new winston.transports.Console()] });
const app = new Koa();
const router = new Router();
app.setMaxListeners(0);

app.use(async (context, next) => {
  const started = Date.now();
  // The leak: the listener stays when the request is answered.
  context.app.on('error', (error, failed) => {
    if (failed === context) logger.error(error.message, { url: context.url, started });
  });
  await next();
  context.set('x-response-time', `${Date.now() - started}`);
});

router.get('/orders/:id', async context => {
  await new Promise(done => setImmediate(done));
  context.body = { id: context.params.id, lines: [{ article: 'pencil', count: 2 }] };
});

app.use(router.routes()).use(router.allowedMethods());
app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => console.log('ready'));
