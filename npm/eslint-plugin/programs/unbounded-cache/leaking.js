// Coordinates are cached by address, so that nobody asks the map service twice. But people write addresses in endless ways, and the Map
// keeps all of them.
//
// heapwise: load /locate/{n}
// heapwise: expect leak unbounded-cache places leaking.js:9|20 objects 1/request

import http from 'node:http';

const places = new Map();

async function askMapService(address) {
  return { address, outline: Array.from({ length: 100 }, (_, i) => ({ lat: i / 7, lon: i / 3 })) };
}

async function locate(address) {
  const known = places.get(address);
  if (known) return known;

  const place = await askMapService(address);
  places.set(address, place); // The leak: one entry for each address ever seen.
  return place;
}

const server = http.createServer(async (request, response) => {
  const place = await locate(request.url.split('/').pop());
  response.end(`${place.address}: ${place.outline.length} points\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
