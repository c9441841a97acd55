// User scripts run in their own contexts, created by node:vm. A context is a world of its own, with its own Object, Array, and Promise: a
// few hundred objects and half a megabyte before a line of code has run. Keeping one for each rule ever checked fills the heap.
//
//   (GC roots) → … → Server ._events .request → closure → Context –worlds→ Map –table→ [rule, { sandbox, script }] → sandbox ⇒ NativeContext
//
// heapwise: load /rules/{n}
// heapwise: expect leak compiled-code worlds leaking.js:13|21 objects 1/request
'use strict';

const http = require('node:http');
const vm = require('node:vm');

const worlds = new Map();

function check(rule, value) {
  let world = worlds.get(rule);
  if (world === undefined) {
    world = { sandbox: vm.createContext({ value: 0 }), script: new vm.Script(rule) };

    // The leak: one context and one compiled script for each rule ever seen.
    worlds.set(rule, world);
  }
  world.sandbox.value = value;
  return world.script.runInContext(world.sandbox);
}

const server = http.createServer((request, response) => {
  const n = Number(request.url.split('/').pop());
  response.end(`${check(`value > ${n}`, 10)}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
