// A GraphQL API on Apollo Server whose DataLoaders serve all requests. A DataLoader remembers each key that it was ever asked for.
//
//   (GC roots) → … → Context –products→ DataLoader –_cacheMap→ Map –[id]→ Promise → product
//
// heapwise: load /
// heapwise: options --header content-type:application/json --body @query.json
// heapwise: expect leak unbounded-cache products leaking.js:25 objects 1/request
'use strict';

const { ApolloServer } = require('@apollo/server');
const { startStandaloneServer } = require('@apollo/server/standalone');
const DataLoader = require('dataloader');

const typeDefs = `
  type Maker { id: ID!, name: String! }
  type Product { id: ID!, name: String!, maker: Maker! }
  type Query { product(id: ID!): Product }
`;

const products = new DataLoader(async ids => ids.map(id => ({ id, name: `Product ${id}`, maker: Number(id) % 7 })));
const makers = new DataLoader(async ids => ids.map(id => ({ id, name: `Maker ${id}` })));

const resolvers = {
  // The leak: this loader is that of the process, not that of the request.
  Query: { product: (parent, { id }) => products.load(id) },
  Product: { maker: product => makers.load(product.maker) },
};

async function main() {
  const server = new ApolloServer({ typeDefs, resolvers });
  await startStandaloneServer(server, { listen: { port: Number(process.env.PORT ?? 3001), host: '127.0.0.1' } });
}

main();
