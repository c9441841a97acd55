// A shop that remembers every offer it has ever made: what the journeys through the page look at.
//
//   module scope ─offers▶ Map ─▶ Offer × 100 for each request
//   module scope ─prices▶ PriceList ◀prices─ backup
const http = require('node:http');

class Offer {
  constructor(number) {
    this.number = number;
    this.product = number % 40;
    this.cents = 1000 + (number % 900);
    this.stock = number % 7;
    this.rating = number % 5;
    this.reviews = number % 300;
    this.weight = number % 2000;
    this.width = number % 80;
    this.height = number % 60;
    this.depth = number % 50;
    this.shipping = number % 3;
    this.tax = number % 20;
  }
}

class PriceList {
  constructor(length) {
    this.rows = Array.from({ length }, (_, index) => ({ product: index, label: `price ${index}` }));
  }
}

const offers = new Map();
const prices = new PriceList(200);
const backup = { prices, reason: 'start' };
let last = 0;

function remember() {
  for (let count = 0; count < 100; count++) {
    last++;
    offers.set(last, new Offer(last));
  }
}

const server = http.createServer((request, response) => {
  remember();
  response.end(`${offers.size} offers, ${prices.rows.length} prices, backup of ${backup.reason}\n`);
});

// On its own it has visitors, too.
if (process.env.VISITS_EVERY_MS) setInterval(remember, Number(process.env.VISITS_EVERY_MS));
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log(`ready on ${server.address().port}`));
