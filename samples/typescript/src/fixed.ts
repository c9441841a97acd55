// The twin of leaking.ts: beyond 50 customers, the one quoted longest ago is dropped, and quotes that are no longer valid are renewed.
//
// heapwise: load /quotes/{n}
// heapwise: expect no-leak
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

interface Params {
  readonly [name: string]: string;
}

interface AppRequest {
  readonly params: Params;
  readonly raw: IncomingMessage;
}

type Handler<Reply> = (request: AppRequest) => Promise<Reply>;

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handler: Handler<unknown>;
}

interface Quote {
  readonly customer: string;
  readonly prices: readonly number[];
  readonly validUntil: Date;
}

interface Pricing {
  price(customer: string, product: number): Promise<number>;
}

class App {
  private readonly routes: Route[] = [];

  get<Reply>(path: string, handler: Handler<Reply>): this {
    const pattern = new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
    this.routes.push({ method: 'GET', pattern, handler });
    return this;
  }

  listen(options: { port: number; host: string }): Promise<Server> {
    const server = createServer((request, response) => void this.answer(request, response));
    return new Promise((resolve) => server.listen(options.port, options.host, () => resolve(server)));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const route of this.routes) {
      const match = route.method === request.method ? route.pattern.exec(request.url ?? '/') : null;
      if (match === null) continue;
      try {
        const reply = await route.handler({ params: match.groups ?? {}, raw: request });
        response.setHeader('content-type', 'application/json').end(JSON.stringify(reply));
      } catch (error: unknown) {
        response.writeHead(500).end(error instanceof Error ? error.message : 'failed');
      }
      return;
    }
    response.writeHead(404).end();
  }
}

class ListPricing implements Pricing {
  async price(customer: string, product: number): Promise<number> {
    return (customer.length + product) * 1.19;
  }
}

class QuoteService {
  static readonly PRODUCTS = 100;
  static readonly LIMIT = 50;

  readonly #byCustomer = new Map<string, Quote>();

  constructor(private readonly pricing: Pricing) {}

  async quoteFor(customer: string): Promise<Quote> {
    const known = this.#byCustomer.get(customer);
    if (known !== undefined && known.validUntil.getTime() > Date.now()) return known;

    const products = Array.from({ length: QuoteService.PRODUCTS }, (_, product) => product);
    const prices = await Promise.all(products.map((product) => this.pricing.price(customer, product)));
    const quote: Quote = { customer, prices, validUntil: new Date(Date.now() + 60_000) };
    this.#byCustomer.delete(customer);
    this.#byCustomer.set(customer, quote);
    if (this.#byCustomer.size > QuoteService.LIMIT) this.#byCustomer.delete(this.#byCustomer.keys().next().value as string);
    return quote;
  }
}

const quotes = new QuoteService(new ListPricing());
const app = new App();

app.get('/quotes/:customer', async ({ params }) => {
  const { customer, prices } = await quotes.quoteFor(params.customer as string);
  return { customer, total: prices.reduce((sum, price) => sum + price, 0) };
});

void app.listen({ port: Number(process.env.PORT ?? 3001), host: '127.0.0.1' }).then((server) => {
  console.log('listening on', server.address());
});
