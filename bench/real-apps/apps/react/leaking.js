// Pages rendered with React on the server. Titles are set with react-helmet, but nobody asks it for them, so it waits with all of them.
//
//   (GC roots) → … → closure of react-side-effect → Context –mountedInstances→ Array –[N]→ HelmetSideEffects → props
//
// heapwise: load /products/{n}
// heapwise: expect leak growing-collection Helmet leaking.js:16|24
'use strict';

const express = require('express');
const { createElement } = require('react');
const { renderToString } = require('react-dom/server');
const { Helmet } = require('react-helmet');

function Product({ id }) {
  return createElement('main', null,
    createElement(Helmet, null, createElement('title', null, `Product ${id}`)),
    createElement('h1', null, `Product ${id}`));
}

const app = express();
app.get('/products/:id', (request, response) => {
  const { id } = request.params;
  // The leak: Helmet.renderStatic() has to be called after this.
  const body = renderToString(createElement(Product, { id }));
  response.send(`<!doctype html>${body}`);
});

app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => console.log('ready'));
