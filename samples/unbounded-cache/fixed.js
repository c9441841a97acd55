// The twin of leaking.js: a cache of the 20 most recently seen users. A Map keeps its keys in insertion order, so the first key is the
// least recently used one.
//
// heapwise: load /users/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const maxProfiles = 20;
const profiles = new Map();

function loadProfile(user) {
  return { user, name: `User number ${user}`, preferences: Array.from({ length: 200 }, (_, i) => i * Math.random()) };
}

function profileOf(user) {
  const profile = profiles.get(user) ?? loadProfile(user);
  profiles.delete(user);
  profiles.set(user, profile);
  if (profiles.size > maxProfiles) profiles.delete(profiles.keys().next().value);
  return profile;
}

const server = http.createServer((request, response) => {
  const user = request.url.split('/').pop();
  response.end(`${profileOf(user).name}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
