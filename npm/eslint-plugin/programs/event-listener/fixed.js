// The twin of leaking.js: the listener is removed when the response is done, even if the client hangs up.
//
// heapwise: load /pages/{n}
// heapwise: expect no-leak

import { EventEmitter } from 'node:events';
import http from 'node:http';

const settings = new EventEmitter();

class Page {
  constructor(path) {
    this.path = path;
    this.sections = Array.from({ length: 50 }, (_, i) => `section ${i} of ${path}`);
  }

  render(theme) {
    this.html = `<body class="${theme}">${this.sections.join('')}</body>`;
  }
}

function sendPage(request, response) {
  const page = new Page(request.url);
  const render = theme => page.render(theme);
  settings.on('theme', render);
  response.on('close', () => settings.off('theme', render));
  page.render('light');
  response.end(page.html);
}

const server = http.createServer(sendPage);

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
