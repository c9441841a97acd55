// The twin of leaking.js: a FinalizationRegistry is notified of each collected image and removes its entry. The notification comes late,
// so it first checks that the entry is still the dead one.
//
// heapwise: load /images/{n}
// heapwise: expect no-leak
'use strict';

const http = require('node:http');

const images = new Map();
const collected = new FinalizationRegistry((name) => {
  if (images.get(name)?.deref() === undefined) images.delete(name);
});

function loadImage(name) {
  return { name, pixels: Array.from({ length: 1000 }, (_, i) => i * Math.random()) };
}

function imageOf(name) {
  let image = images.get(name)?.deref();
  if (image === undefined) {
    image = loadImage(name);
    images.set(name, new WeakRef(image));
    collected.register(image, name);
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
