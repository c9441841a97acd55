// Looks like a leak but is not: the listeners on the settings go with the signal of their request, those on request and response die with
// them, and the one on the process is added once.
//
// heapwise: load /pages/{n}
// heapwise: expect no-leak

import http from 'node:http';

const settings = new EventTarget();

function sendPage(request, response) {
  const done = new AbortController();
  const sections = Array.from({ length: 50 }, (_, i) => `section ${i} of ${request.url}`);
  let theme = 'light';
  settings.addEventListener('theme', event => { theme = event.detail; }, { signal: done.signal });
  request.on('error', error => response.destroy(error));
  response.on('close', () => done.abort());
  response.end(`<body class="${theme}">${sections.join('')}</body>`);
}

function start() {
  const server = http.createServer(sendPage);
  process.on('SIGHUP', () => settings.dispatchEvent(new CustomEvent('theme', { detail: 'dark' })));
  server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
    console.log(`listening on http://127.0.0.1:${server.address().port}/`);
  });
}

start();
