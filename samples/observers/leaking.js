// A module-level subject that every request subscribes to and none unsubscribes from. Each observer keeps its request's response alive.
//
//   (GC roots) → … → Context –temperature→ Subject –observers→ Array –[N]→ Object –next→ closure → Context → ServerResponse
//
// heapwise: load /temperature
// heapwise: expect leak event-listener observers leaking.js:36 objects 1/request
'use strict';

const http = require('node:http');

class Subject {
  observers = [];

  subscribe(observer) {
    this.observers.push(observer);
    return {
      unsubscribe: () => {
        const at = this.observers.indexOf(observer);
        if (at >= 0) this.observers.splice(at, 1);
      },
    };
  }

  next(value) {
    for (const observer of [...this.observers]) observer.next(value);
  }
}

const temperature = new Subject();
let current = 20;
setInterval(() => temperature.next(current += Math.random() - 0.5), 1_000);

const server = http.createServer((request, response) => {
  const seen = [];
  temperature.subscribe({ // The leak: nobody keeps the subscription to end it.
    next: value => {
      seen.push(value);
      if (!response.writableEnded) response.write(`${value}\n`);
    },
    error: reason => response.destroy(reason),
    complete: () => response.end(),
  });
  response.end(`${current}\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
