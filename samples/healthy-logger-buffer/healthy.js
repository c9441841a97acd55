// Looks like a leak but is not: each request adds a line to an array, and most requests remove nothing. Every fifteenth line flushes the
// buffer, so its size at any given moment is a matter of chance.
//
// heapwise: load /log/{n}
// heapwise: expect no-leak
'use strict';

const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');

class Logger {
  constructor(file, size) {
    this.out = fs.openSync(file, 'w');
    this.size = size;
    this.lines = [];
    this.written = 0;
  }

  log(level, text, context) {
    this.lines.push({ at: new Date(), level, text, context });
    if (this.lines.length >= this.size) this.flush();
  }

  flush() {
    const text = this.lines.map((line) => JSON.stringify(line)).join('\n');
    this.lines = [];
    this.written += text.length;
    fs.writeSync(this.out, `${text}\n`);
  }
}

const logger = new Logger(os.devNull, 15);

const server = http.createServer((request, response) => {
  logger.log('info', `asked for ${request.url}`, { headers: { ...request.headers }, method: request.method });
  response.end(`${logger.written} written\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
