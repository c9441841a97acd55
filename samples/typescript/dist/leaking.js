"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
// Quotes by customer in a private Map of a class, written in TypeScript: dist/leaking.js runs, and the reported location is in this file. The
// class is meant to spare the pricing service, and never forgets a customer.
//
//   (GC roots) → … → Server ._events .request → closure → Context –quotes→ QuoteService –#byCustomer→ Map –table→ [key, value]
//
// heapwise: load /quotes/{n}
// heapwise: expect leak unbounded-cache #byCustomer leaking.ts:76|87 objects 1/request
const node_http_1 = require("node:http");
class App {
    routes = [];
    get(path, handler) {
        const pattern = new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
        this.routes.push({ method: 'GET', pattern, handler });
        return this;
    }
    listen(options) {
        const server = (0, node_http_1.createServer)((request, response) => void this.answer(request, response));
        return new Promise((resolve) => server.listen(options.port, options.host, () => resolve(server)));
    }
    async answer(request, response) {
        for (const route of this.routes) {
            const match = route.method === request.method ? route.pattern.exec(request.url ?? '/') : null;
            if (match === null)
                continue;
            try {
                const reply = await route.handler({ params: match.groups ?? {}, raw: request });
                response.setHeader('content-type', 'application/json').end(JSON.stringify(reply));
            }
            catch (error) {
                response.writeHead(500).end(error instanceof Error ? error.message : 'failed');
            }
            return;
        }
        response.writeHead(404).end();
    }
}
class ListPricing {
    async price(customer, product) {
        return (customer.length + product) * 1.19;
    }
}
class QuoteService {
    pricing;
    static PRODUCTS = 100;
    #byCustomer = new Map();
    constructor(pricing) {
        this.pricing = pricing;
    }
    async quoteFor(customer) {
        const known = this.#byCustomer.get(customer);
        if (known !== undefined)
            return known;
        const products = Array.from({ length: QuoteService.PRODUCTS }, (_, product) => product);
        const prices = await Promise.all(products.map((product) => this.pricing.price(customer, product)));
        const quote = { customer, prices, validUntil: new Date(Date.now() + 60_000) };
        this.#byCustomer.set(customer, quote); // The leak: nothing looks at validUntil.
        return quote;
    }
}
const quotes = new QuoteService(new ListPricing());
const app = new App();
app.get('/quotes/:customer', async ({ params }) => {
    const { customer, prices } = await quotes.quoteFor(params.customer);
    return { customer, total: prices.reduce((sum, price) => sum + price, 0) };
});
void app.listen({ port: Number(process.env.PORT ?? 3001), host: '127.0.0.1' }).then((server) => {
    console.log('listening on', server.address());
});
//# sourceMappingURL=leaking.js.map