// The busy server on which the live commands are measured. Like typical servers, it handles JSON, has a bounded cache, and creates garbage.
'use strict';
const http = require('http');

const cache = new Map();
const server = http.createServer((request, response) => {
  const key = Math.floor(Math.random() * 20000);
  let user = cache.get(key);
  if (!user) {
    user = { id: key, name: `user ${key}`, tags: Array.from({ length: 8 }, (_, i) => `tag-${key}-${i}`), since: new Date() };
    cache.set(key, user);
    if (cache.size > 10000) cache.delete(cache.keys().next().value);
  }
  const rows = [];
  for (let i = 0; i < 100; i++) rows.push({ index: i, user: user.name, score: key * i, label: `row ${i}` });
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ user, rows }));
});
server.listen(0, '127.0.0.1', () => console.log(`ready ${server.address().port}`));
