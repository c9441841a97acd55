// A cache of weak references looks safe: the images may be collected, and they are. But the WeakRef around each image is an object like any
// other, and so is its key. A Map of WeakRefs keeps both forever, one pair for each key ever seen.
//
//   (GC roots) → … → Server ._events .request → closure → Context –images→ Map –table→ [key, WeakRef –target (weak)→ nothing]
//
// heapwise: load /images/{n}
// heapwise: expect leak weak-reference images leaking.js:12|24 objects 1/request
'use strict';

const http = require('node:http');

const images = new Map();

function loadImage(name) {
  return { name, pixels: Array.from({ length: 1000 }, (_, i) => i * Math.random()) };
}

function imageOf(name) {
  let image = images.get(name)?.deref();
  if (image === undefined) {
    image = loadImage(name);

    // The leak: the target of the WeakRef is collected, but the WeakRef and its key stay.
    images.set(name, new WeakRef(image));
  }
  return image;
}

const server = http.createServer((request, response) => {
  const image = imageOf(`image ${request.url.split('/').pop()} of the gallery`);
  response.end(`${image.pixels.length} pixels\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
