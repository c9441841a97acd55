// Looks like a leak but is not: the answer to a HEAD request has no body, and the body of the other response is read on all paths, before
// anybody looks at the status.
//
// heapwise: load /articles/{n}
// heapwise: expect no-leak

import http from 'node:http';

const notFound = Buffer.alloc(300_000, 'There is no such article. ');
const backend = http.createServer((request, response) => response.writeHead(404).end(notFound));

function at(path) {
  return `http://127.0.0.1:${backend.address().port}${path}`;
}

async function exists(path) {
  const answer = await fetch(at(path), { method: 'HEAD' });
  return answer.ok;
}

async function load(path) {
  const answer = await fetch(at(path));
  const body = await answer.text();
  if (!answer.ok) throw new Error(`status ${answer.status}: ${body.slice(0, 25)}`);
  return body;
}

const server = http.createServer(async (request, response) => {
  const isThere = await exists(request.url);
  const article = await load(request.url).catch(error => error.message);
  response.end(`${isThere ? 'found' : 'nothing found'}: ${article}\n`);
});

backend.listen(0, '127.0.0.1', () => {
  server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
    console.log(`listening on http://127.0.0.1:${server.address().port}/`);
  });
});
