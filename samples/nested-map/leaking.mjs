// A two-level cache in a private field: for each tenant, a Map of rendered pages by key. Part of the key never repeats, so the inner Maps
// keep growing. Because the field is private, nothing outside the class can see how large they are.
//
//   (GC roots) → … → SourceTextModule → Context –pages→ PageCache –#entries→ Map –table→ Map (of a tenant) –table→ [key, page]
//
// heapwise: load /tenants/{n}
// heapwise: expect leak unbounded-cache #entries leaking.mjs:12|24 objects 1/request

import http from 'node:http';

class PageCache {
  #entries = new Map();

  page(tenant, key, render) {
    let ofTenant = this.#entries.get(tenant);
    if (ofTenant === undefined) {
      this.#entries.set(tenant, (ofTenant = new Map()));
    }

    let page = ofTenant.get(key);
    if (page === undefined) {
      page = render();
      // The leak: a new key with each request.
      ofTenant.set(key, page);
    }

    return page;
  }
}

const pages = new PageCache();

function render(n) {
  return { number: n, rows: Array.from({ length: 100 }, (_, i) => i * Math.random()) };
}

const server = http.createServer((request, response) => {
  const n = Number(request.url.split('/').pop());
  const page = pages.page(`tenant ${n % 5}`, `/report?at=${n}`, () => render(n));
  response.end(`${page.rows.length} rows\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
