// Looks like a leak but is not: a pool opens connections up to a limit, hands them out, and takes them back. Callers that find none free
// wait in a queue that empties again.
//
// heapwise: load /query
// heapwise: expect no-leak
'use strict';

const { EventEmitter } = require('node:events');
const http = require('node:http');

class Connection extends EventEmitter {
  constructor(id) {
    super();
    this.id = id;
    this.statements = new Map();
  }

  async query(text) {
    if (!this.statements.has(text)) this.statements.set(text, { text, columns: ['id', 'name'] });
    await new Promise(resolve => setImmediate(resolve));
    return Array.from({ length: 20 }, (_, id) => ({ id, name: `row ${id}` }));
  }
}

class Pool {
  constructor(limit) {
    this.limit = limit;
    this.all = [];
    this.idle = [];
    this.waiting = [];
  }

  async acquire() {
    if (this.idle.length > 0) return this.idle.pop();
    if (this.all.length >= this.limit) return new Promise(resolve => this.waiting.push(resolve));
    const connection = new Connection(this.all.length + 1);
    this.all.push(connection);
    return connection;
  }

  release(connection) {
    const next = this.waiting.shift();
    if (next) next(connection);
    else this.idle.push(connection);
  }
}

const pool = new Pool(10);

const server = http.createServer(async (request, response) => {
  const rows = await Promise.all(Array.from({ length: 15 }, async (_, i) => {
    const connection = await pool.acquire();
    try {
      return await connection.query(`SELECT id, name FROM table${i % 5}`);
    } finally {
      pool.release(connection);
    }
  }));
  response.end(`${rows.flat().length} rows\n`);
});

server.listen(Number(process.env.PORT ?? 3001), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
