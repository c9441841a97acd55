// A settings object that tells whoever asked about each change. Every request asks, and none of them stops: the Set of callbacks grows, and
// every change takes longer.
//
//   (GC roots) → … → Context –settings→ Settings .#watchers → Set → closure –context→ Context –seen→ Array
//
// heapwise: load /settings
// heapwise: expect leak event-listener #watchers leaking.js:35 objects 1/request
'use strict';

const http = require('node:http');

class Settings {
  #watchers = new Set();
  #values = new Map();

  watch(callback) {
    this.#watchers.add(callback);
    return () => this.#watchers.delete(callback);
  }

  change(key, value) {
    this.#values.set(key, value);
    this.#watchers.forEach(callback => callback(key, value));
  }
}

const settings = new Settings();
let changes = 0;

setInterval(() => settings.change('theme', ++changes % 2 ? 'dark' : 'light'), 500);

const server = http.createServer((request, response) => {
  const seen = [request.url];
  // The leak: nobody calls what watch() returns.
  settings.watch((key) => seen[0] === key);
  response.end(`${seen.length} seen\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
