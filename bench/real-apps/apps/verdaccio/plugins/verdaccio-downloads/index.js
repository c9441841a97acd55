'use strict';

class Downloads {
  constructor() {
    this.counts = new Map();
  }

  register_middlewares(app) {
    app.use((request, response, next) => {
      const name = decodeURIComponent(request.path).split('/').slice(1, 3).join('/');
      if (this.counts.size < 100 || this.counts.has(name)) this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
      next();
    });
    app.get('/-/downloads', (request, response) => response.json(Object.fromEntries(this.counts)));
  }
}

module.exports = config => new Downloads(config);
