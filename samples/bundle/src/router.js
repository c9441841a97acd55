import http from 'node:http';

/** Routes by method and first path segment, preceded by middleware. */
export class Router {
  constructor() {
    this.middleware = [];
    this.routes = new Map();
  }

  use(step) {
    this.middleware.push(step);
    return this;
  }

  get(name, handler) {
    this.routes.set(`GET ${name}`, handler);
    return this;
  }

  handle(request, response) {
    const [, name, id] = request.url.split('/');
    request.params = { id };
    const steps = [...this.middleware, this.routes.get(`${request.method} ${name}`) ?? notFound];
    const next = () => steps.shift()?.(request, response, next);
    next();
  }

  listen(port, host, ready) {
    return http.createServer((request, response) => this.handle(request, response)).listen(port, host, ready);
  }
}

function notFound(request, response) {
  response.writeHead(404).end();
}
