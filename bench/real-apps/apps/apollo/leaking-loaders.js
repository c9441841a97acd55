// A GraphQL API on Apollo Server with a DataLoader per request, which a registry keeps so that a change of the data can clear them all.
//
//   (GC roots) → … → Context –loaders→ Set –table→ DataLoader
//
// heapwise: load /
// heapwise: options --header content-type:application/json --body @query.json
// heapwise: expect leak growing-collection loaders leaking-loaders.js:25 objects 1/request
'use strict';

const { ApolloServer } = require('@apollo/server');
const { startStandaloneServer } = require('@apollo/server/standalone');
const DataLoader = require('dataloader');

const typeDefs = `
  type Product { id: ID!, name: String! }
  type Query { product(id: ID!): Product }
  type Mutation { rename: Boolean }
`;

const loaders = new Set();

function createContext() {
  const products = new DataLoader(async ids => ids.map(id => ({ id, name: `Product ${id}` })));
  // The leak: nothing takes the loader out when the request is answered.
  loaders.add(products);
  return { products };
}

const resolvers = {
  Query: { product: (parent, { id }, { products }) => products.load(id) },
  Mutation: {
    rename: () => {
      for (const loader of loaders) loader.clearAll();
      return true;
    },
  },
};

async function main() {
  const server = new ApolloServer({ typeDefs, resolvers });
  const listen = { port: Number(process.env.PORT ?? 3001), host: '127.0.0.1' };
  await startStandaloneServer(server, { listen, context: async () => createContext() });
}

main();
