// A cache with a bound of 50,000 entries. A short run sees it fill up and nothing else, as it would see a leak. The bound is in the code, so
// the answer is neither: it says how many requests would settle it.
//
// heapwise: load /pages/{n}
// heapwise: expect inconclusive
'use strict';

const http = require('node:http');

const maxPages = 50_000;
const pages = new Map();

function pageOf(url) {
  let page = pages.get(url);
  if (page) return page;
  page = { url, text: `The page at ${url}`, words: Array.from({ length: 20 }, (_, i) => `word ${i} of ${url}`) };
  pages.set(url, page);
  if (pages.size > maxPages) pages.delete(pages.keys().next().value);
  return page;
}

const server = http.createServer((request, response) => {
  response.end(`${pageOf(request.url).text}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
