// The twin of leaking.js: a FinalizationRegistry is notified of each collected document, and removes its WeakRef from the Set.
//
// heapwise: load /documents/{n}
// heapwise: expect no-leak

import http from 'node:http';

const documents = new Set();
const collected = new FinalizationRegistry(reference => documents.delete(reference));

class Document {
  constructor(name) {
    this.name = name;
    this.lines = Array.from({ length: 200 }, (_, i) => `line ${i} of ${name}`);
    const reference = new WeakRef(this);
    documents.add(reference);
    collected.register(this, reference);
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
