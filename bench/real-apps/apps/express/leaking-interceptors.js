// A gateway that passes the number of each request on to another service. It does so with an interceptor on the axios that all requests
// share, which calls every interceptor for every call.
//
//   … → axios –interceptors→ Object –request→ InterceptorManager –handlers→ Array –[N]→ { fulfilled, … }
//
// heapwise: load /orders/{n}
// heapwise: options --requests 41 --warmup 20 --max-rounds 8
// heapwise: expect leak growing-collection axios.interceptors.request leaking-interceptors.js:19
'use strict';

const axios = require('axios');
const express = require('express');

const port = Number(process.env.PORT ?? 3001);
const app = express();

app.use((request, response, next) => {
  const number = request.get('x-request-id') ?? request.url;
  axios.interceptors.request.use(config => { // The leak: it stays when the request is answered.
    config.headers['x-request-id'] = number;
    return config;
  });
  next();
});

app.get('/stock/:id', (request, response) => response.json({ id: request.params.id, count: 3 }));
app.get('/orders/:id', async (request, response) => {
  const { data } = await axios.get(`http://127.0.0.1:${port}/stock/${request.params.id}`);
  response.json({ id: request.params.id, stock: data.count });
});

app.listen(port, '127.0.0.1', () => console.log('ready'));
