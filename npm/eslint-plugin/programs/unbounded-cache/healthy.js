// Looks like a leak but is not: a cache that starts anew when it is full, a table with one entry for each of four countries, and a Map that
// lives as long as its request.
//
// heapwise: load /locate/{n}
// heapwise: expect no-leak

import http from 'node:http';

const MAX_PLACES = 20;
const places = new Map();
const formats = new Map();

function addFormat(country, ...parts) {
  formats.set(country, { country, parts, description: parts.join(', ') });
}

addFormat('de', 'street', 'number', 'code', 'town');
addFormat('fr', 'number', 'street', 'code', 'town');
addFormat('gb', 'number', 'street', 'town', 'code');
addFormat('jp', 'code', 'town', 'district', 'number');

function remember(address, place) {
  if (places.size >= MAX_PLACES) places.clear();
  places.set(address, place);
}

function locate(address) {
  let place = places.get(address);
  if (place === undefined) {
    place = { address, outline: Array.from({ length: 100 }, (_, i) => ({ lat: i / 7, lon: i / 3 })) };
    remember(address, place);
  }

  return place;
}

const server = http.createServer((request, response) => {
  const format = formats.get('gb');
  const named = new Map();
  for (const part of format.parts) named.set(part, locate(`${part} of ${request.url.split('/').pop()}`));
  response.end(`${format.description}: ${named.get('town').outline.length} points\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
