// Looks like a leak but is not: WeakRefs in a Map that a timer sweeps, and registrations for an object that lives on, each of which is
// unregistered with its request.
//
// heapwise: load /documents/{n}
// heapwise: expect no-leak

import http from 'node:http';

const documents = new Map();
const folder = { name: 'drafts', opened: 0 };
const gone = new FinalizationRegistry(name => console.log(`the folder of ${name} is gone`));

setInterval(() => {
  for (const [name, reference] of documents) {
    if (reference.deref() === undefined) documents.delete(name);
  }
}, 50).unref();

function open(name) {
  const document = { name, lines: Array.from({ length: 200 }, (_, i) => `line ${i} of ${name}`) };
  documents.set(name, new WeakRef(document));
  gone.register(folder, name, document);
  folder.opened++;
  return document;
}

const server = http.createServer((request, response) => {
  const document = open(request.url.split('/').pop());
  response.on('close', () => gone.unregister(document));
  response.end(`${document.lines.length} lines, ${folder.opened} documents opened\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
