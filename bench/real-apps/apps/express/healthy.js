// A shop with sessions and EJS views. Sessions are kept in a store with a limit.
//
// heapwise: load /cart/{n}
// heapwise: expect no-leak
'use strict';

const path = require('node:path');
const express = require('express');
const session = require('express-session');
const MemoryStore = require('memorystore')(session);

const app = express();
app.set('view engine', 'ejs');
app.set('views', path.join(__dirname, 'views'));
app.set('view cache', true);
app.use(express.json());
app.use(express.urlencoded({ extended: true }));
app.use(session({
  secret: 'keyboard cat',
  resave: false,
  saveUninitialized: false,
  store: new MemoryStore({ max: 40, checkPeriod: 60_000 }),
}));

const itemsOf = id => ['apples', 'bread', 'cheese'].map((name, i) => ({ name, price: (Number(id) + i) % 17 }));

app.get('/cart/:id', (request, response) => {
  request.session.visits = (request.session.visits ?? 0) + 1;
  response.render('cart', { title: `Cart ${request.params.id}`, items: itemsOf(request.params.id), visits: request.session.visits });
});

app.use((error, request, response, next) => response.status(500).send(error.message));
app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => console.log('ready'));
