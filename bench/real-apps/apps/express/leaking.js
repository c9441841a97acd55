// A shop with sessions and EJS views. Every visitor without a cookie, such as a crawler or a health check, gets a new session, and the
// default store keeps all of them for ever.
//
//   … → express-session's store: MemoryStore –sessions→ Object –[id]→ text of a session, each under a new id
//
// heapwise: load /cart/{n}
// heapwise: expect leak unbounded-cache sessions leaking.js:18|28 objects 2/request
'use strict';

const path = require('node:path');
const express = require('express');
const session = require('express-session');

const app = express();
app.set('view engine', 'ejs');
app.set('views', path.join(__dirname, 'views'));
app.set('view cache', true);
app.use(session({ secret: 'keyboard cat', resave: false, saveUninitialized: true })); // The leak: no store of its own.

const itemsOf = id => ['apples', 'bread', 'cheese'].map((name, i) => ({ name, price: (Number(id) + i) % 17 }));

// What writes the session to the store is the end of the response.
app.get('/cart/:id', (request, response) => {
  request.session.visits = (request.session.visits ?? 0) + 1;
  request.session.items = itemsOf(request.params.id);
  const { visits, items } = request.session;
  const title = `Cart ${request.params.id}`;
  response.render('cart', { title, items, visits });
});

app.use((error, request, response, next) => response.status(500).send(error.message));
app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => console.log('ready'));
