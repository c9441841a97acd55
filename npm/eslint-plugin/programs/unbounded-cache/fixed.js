// The twin of leaking.js: the cache has room for 20 addresses. A Map keeps its keys in the order of their insertion, so the first is the
// one that was added longest ago.
//
// heapwise: load /locate/{n}
// heapwise: expect no-leak

import http from 'node:http';

const MAX_PLACES = 20;
const places = new Map();

async function askMapService(address) {
  return { address, outline: Array.from({ length: 100 }, (_, i) => ({ lat: i / 7, lon: i / 3 })) };
}

async function locate(address) {
  const known = places.get(address);
  if (known) return known;

  const place = await askMapService(address);
  places.set(address, place);
  if (places.size > MAX_PLACES) places.delete(places.keys().next().value);
  return place;
}

const server = http.createServer(async (request, response) => {
  const place = await locate(request.url.split('/').pop());
  response.end(`${place.address}: ${place.outline.length} points\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
