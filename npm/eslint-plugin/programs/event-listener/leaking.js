// Each page is rendered again when the theme changes. The settings live as long as the program, and their listeners with them, so all pages
// ever sent stay, although nobody looks at them any more.
//
// heapwise: load /pages/{n}
// heapwise: expect leak event-listener settings leaking.js:25 objects 1/request

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
  settings.on('theme', theme => page.render(theme)); // The leak: nothing removes the listener.
  page.render('light');
  response.end(page.html);
}

const server = http.createServer(sendPage);

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
