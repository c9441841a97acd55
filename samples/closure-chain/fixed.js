// The twin of leaking.js: an undo function remembers a text, not the function before it, and only the last ten can be undone.
//
// heapwise: load /edit
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const MAX_UNDOS = 10;
const undos = [];
let text = '';

const restore = (previousText) => () => { text = previousText; };

function edit(change) {
  undos.push(restore(text));
  if (undos.length > MAX_UNDOS) undos.shift();
  text = `${change} `.repeat(50);
}

let edits = 0;

const server = http.createServer((request, response) => {
  edit(`edit ${++edits}`);
  response.end(`${text.length} characters\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
