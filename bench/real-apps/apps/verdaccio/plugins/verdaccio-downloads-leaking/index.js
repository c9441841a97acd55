'use strict';

class Downloads {
  constructor() {
    this.byRequest = new Map();
    this.last = 0;
  }

  register_middlewares(app) {
    app.use((request, response, next) => {
      request.downloadId = ++this.last;
      // The leak: it is meant to be removed when the download ends.
      this.byRequest.set(request.downloadId, { url: request.url, headers: request.headers, started: Date.now() });
      next();
    });
    app.get('/-/downloads', (request, response) => response.json([...this.byRequest.values()]));
  }
}

module.exports = config => new Downloads(config);
