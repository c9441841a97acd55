// The twin of leaking.js: each request stops watching when its response is closed.
//
// heapwise: load /settings
// heapwise: expect no-leak
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
  const stop = settings.watch((key) => seen[0] === key);
  response.on('close', stop);
  response.end(`${seen.length} seen\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
