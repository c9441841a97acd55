// A template engine that compiles each template once and keeps the function, to be fast. But the template text contains the user's name,
// so every request creates a new function, with its source, its bytecode, and everything else that V8 keeps for it.
//
//   (GC roots) → … → Server ._events .request → closure → Context –compiled→ Map –table→ [source, closure –shared→ SharedFunctionInfo → Script → source]
//
// heapwise: load /hello/{n}
// heapwise: expect leak compiled-code compiled leaking.js:12|24 objects 1/request
'use strict';

const http = require('node:http');

const compiled = new Map();

// Turns `Hello {{name}}` into a function that fills in the names.
function compile(template) {
  const body = template.replace(/\{\{(\w+)\}\}/g, (_, name) => `\${data.${name}}`);
  return new Function('data', `return \`${body}\`;`);
}

function render(template, data) {
  let fill = compiled.get(template);
  if (fill === undefined) {
    fill = compile(template);
    compiled.set(template, fill); // The leak: no two templates are the same.
  }
  return fill(data);
}

const server = http.createServer((request, response) => {
  const user = request.url.split('/').pop();
  response.end(render(`Hello user ${user}, it is {{time}} at {{place}}\n`, { time: Date.now(), place: 'home' }));
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
