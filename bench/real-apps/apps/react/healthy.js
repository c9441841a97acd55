// Pages rendered with React on the server. Titles are set with react-helmet, which is asked for them after each page, and the view of
// a store is disposed of.
//
// heapwise: load /products/{n}
// heapwise: expect no-leak
'use strict';

const express = require('express');
const { autorun, makeAutoObservable } = require('mobx');
const { createElement } = require('react');
const { renderToString } = require('react-dom/server');
const { Helmet } = require('react-helmet');

const store = makeAutoObservable({ currency: 'EUR' });

function Product({ id, price }) {
  return createElement('main', null,
    createElement(Helmet, null, createElement('title', null, `Product ${id}`)),
    createElement('h1', null, `Product ${id}`),
    createElement('p', null, price));
}

const app = express();
app.get('/products/:id', (request, response) => {
  const { id } = request.params;
  let price = '';
  const dispose = autorun(() => { price = `${Number(id) % 50} ${store.currency}`; });
  const body = renderToString(createElement(Product, { id, price }));
  const { title } = Helmet.renderStatic();
  dispose();
  response.send(`<!doctype html>${title.toString()}${body}`);
});

app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => console.log('ready'));
