// The twin of leaking.js: what varies between requests is passed as data, so the one template is compiled once.
//
// heapwise: load /hello/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const compiled = new Map();

function compile(template) {
  const body = template.replace(/\{\{(\w+)\}\}/g, (_, name) => `\${data.${name}}`);
  return new Function('data', `return \`${body}\`;`);
}

function render(template, data) {
  let fill = compiled.get(template);
  if (fill === undefined) {
    fill = compile(template);
    compiled.set(template, fill);
  }
  return fill(data);
}

const server = http.createServer((request, response) => {
  const user = request.url.split('/').pop();
  response.end(render('Hello user {{user}}, it is {{time}} at {{place}}\n', { user, time: Date.now(), place: 'home' }));
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
