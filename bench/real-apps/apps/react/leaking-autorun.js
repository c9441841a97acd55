// Pages rendered with React on the server. The view of each page follows a store that all pages share, and never stops.
//
//   (GC roots) → … → store → MobX's ObservableValue –observers_→ Set –table→ Reaction
//
// heapwise: load /products/{n}
// heapwise: expect leak growing-collection store leaking-autorun.js:25
'use strict';

const express = require('express');
const { autorun, makeAutoObservable } = require('mobx');
const { createElement } = require('react');
const { renderToString } = require('react-dom/server');

const store = makeAutoObservable({ currency: 'EUR' });

function Product({ id, view }) {
  return createElement('main', null, createElement('h1', null, `Product ${id}`), createElement('p', null, view.price));
}

const app = express();
app.get('/products/:id', (request, response) => {
  const { id } = request.params;
  const view = { price: '', notes: [] };
  // The leak: nobody disposes of it.
  autorun(() => { view.price = `${Number(id) % 50} ${store.currency}`; });
  const body = renderToString(createElement(Product, { id, view }));
  response.send(`<!doctype html>${body}`);
});

app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => console.log('ready'));
