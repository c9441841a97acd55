// A service that counts its requests for Prometheus, by their route.
//
// heapwise: load /users/{n}
// heapwise: expect no-leak
'use strict';

const express = require('express');
const { Counter, Histogram, collectDefaultMetrics, register } = require('prom-client');

collectDefaultMetrics();
const requests = new Counter({ name: 'http_requests_total', help: 'Requests', labelNames: ['method', 'route', 'status'] });
const seconds = new Histogram({ name: 'http_request_seconds', help: 'Time of requests', labelNames: ['method'] });

const app = express();
app.use((request, response, next) => {
  const stop = seconds.startTimer({ method: request.method });
  response.on('finish', () => {
    requests.inc({ method: request.method, route: request.route?.path ?? 'none', status: response.statusCode });
    stop();
  });
  next();
});

app.get('/users/:id', (request, response) => response.json({ id: request.params.id, name: `User ${request.params.id}` }));
app.get('/metrics', async (request, response) => response.type(register.contentType).send(await register.metrics()));
app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => console.log('ready'));
