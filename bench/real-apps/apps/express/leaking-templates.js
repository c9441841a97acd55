// Mail texts are rendered from templates that editors change. Each is compiled under a name of its own, and EJS keeps what it compiles
// for as long as the process lives.
//
//   (GC roots) → … → ejs: cache –_data→ Object –[file name]→ closure: the compiled template
//
// heapwise: load /mail/{n}
// heapwise: expect leak compiled-code ejs.cache._data leaking-templates.js:17
'use strict';

const ejs = require('ejs');
const express = require('express');

const app = express();
app.use(express.json());

function renderMail(id, text, values) {
  return ejs.render(text, values, { cache: true, filename: `mail-${id}` }); // The leak: a new name for every mail.
}

app.get('/mail/:id', (request, response) => {
  const { id } = request.params;
  response.send(renderMail(id, 'Hello <%= name %>, order <%= order %> is <%= state %>.', { name: `user ${id}`, order: id, state: 'paid' }));
});

app.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => console.log('ready'));
