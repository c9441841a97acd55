// A service that counts its requests for Prometheus, by their path. The path has a number in it, so there are as many series as requests.
//
//   (GC roots) → … → Counter –hashMap→ Object –[labels]→ { value, labels }
//
// heapwise: load /users/{n}
// heapwise: expect leak unbounded-cache requests leaking-metrics.js:20
'use strict';

const express = require('express');
const { Counter, Histogram, register } = require('prom-client');

const requests = new Counter({ name: 'http_requests_total', help: 'Requests', labelNames: ['method', 'path', 'status'] });
const seconds = new Histogram({ name: 'http_request_seconds', help: 'Time of requests', labelNames: ['method'] });

const app = express();
app.use((request, response, next) => {
  const stop = seconds.startTimer({ method: request.method });
  response.on('finish', () => {
    // The leak: a label with an unlimited number of values.
    requests.inc({ method: request.method, path: request.originalUrl, status: response.statusCode });
    stop();
  });
  next();
});

app.get('/users/:id', (request, response) => response.json({ id: request.params.id, name: `User ${request.params.id}` }));
app.get('/metrics', async (request, response) => response.type(register.contentType).send(await register.metrics()));
app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => console.log('ready'));
