// Each edit replaces the undo function by a new one that remembers the one before. No array or list holds the old ones, but a chain of
// scopes does: the newest function keeps the scope that leads to the function before it, and so on back to the first.
//
//   (GC roots) → … → Context –undo→ closure –context→ Context –previousUndo→ closure –context→ Context –previousUndo→ …
//
// heapwise: load /edit
// heapwise: expect leak closure undo leaking.js:19 objects 1/request
'use strict';

const http = require('node:http');

let text = '';
let undo = () => {};

function edit(change) {
  const previousText = text;
  const previousUndo = undo;
  text = `${change} `.repeat(50);
  undo = () => { // The leak: every undo keeps the one before it, and nothing limits how far back that goes.
    text = previousText;
    undo = previousUndo;
  };
}

let edits = 0;

const server = http.createServer((request, response) => {
  edit(`edit ${++edits}`);
  response.end(`${text.length} characters\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
