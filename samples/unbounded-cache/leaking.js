// A cache without a bound: a Map that gains an entry for each user who asks and never loses one. It looks like a cache, and it is as fast
// as one. With a thousand users in a test, nobody notices; with ten million in production, it fills the heap.
//
//   (GC roots) → … → Server ._events .request → closure → Context –profiles→ Map –table→ [key, value] → { user, preferences, … }
//
// heapwise: load /users/{n}
// heapwise: expect leak unbounded-cache profiles leaking.js:12|23 objects 1/request
'use strict';

const http = require('node:http');

const profiles = new Map();

function loadProfile(user) {
  // Simulates a query: some strings and a few numbers for each user.
  return { user, name: `User number ${user}`, preferences: Array.from({ length: 200 }, (_, i) => i * Math.random()) };
}

function profileOf(user) {
  let profile = profiles.get(user);
  if (profile === undefined) {
    profile = loadProfile(user);
    profiles.set(user, profile); // The leak: one entry for each user ever seen.
  }
  return profile;
}

const server = http.createServer((request, response) => {
  const user = request.url.split('/').pop();
  response.end(`${profileOf(user).name}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
