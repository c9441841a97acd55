// The open documents are listed without keeping them alive: the Set holds WeakRefs. Closed documents are collected, but each WeakRef is an
// object itself, and all of them stay in the Set.
//
// heapwise: load /documents/{n}
// heapwise: expect leak weak-reference documents leaking.js:15 objects 1/request

import http from 'node:http';

const documents = new Set();

class Document {
  constructor(name) {
    this.name = name;
    this.lines = Array.from({ length: 200 }, (_, i) => `line ${i} of ${name}`);
    documents.add(new WeakRef(this)); // The leak: nothing removes the WeakRef when the document is gone.
  }
}

function list() {
  return [...documents].map(document => document.deref()?.name).filter(Boolean);
}

const server = http.createServer((request, response) => {
  if (request.url === '/documents') return response.end(list().join('\n'));
  const document = new Document(request.url.split('/').pop());
  response.end(`${document.lines.length} lines\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
