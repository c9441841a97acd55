// The twin of leaking.mjs: the key contains only what the page depends on, so a page is rendered once per tenant and report.
//
// heapwise: load /tenants/{n}
// heapwise: expect no-leak

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
  const page = pages.page(`tenant ${n % 5}`, '/report', () => render(n));
  response.end(`${page.rows.length} rows\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
