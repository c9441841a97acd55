// A GraphQL API on Apollo Server whose clients write values into their queries. Apollo remembers parsed queries, up to 30 MB of them, which
// a short run does not reach.
//
// heapwise: load /
// heapwise: options --header content-type:application/json --body @inline.json
// heapwise: expect inconclusive
'use strict';

const { ApolloServer } = require('@apollo/server');
const { startStandaloneServer } = require('@apollo/server/standalone');
const DataLoader = require('dataloader');

const typeDefs = `
  type Maker { id: ID!, name: String! }
  type Product { id: ID!, name: String!, maker: Maker! }
  type Query { product(id: ID!): Product }
`;

const loadProducts = async ids => ids.map(id => ({ id, name: `Product ${id}`, maker: Number(id) % 7 }));
const loadMakers = async ids => ids.map(id => ({ id, name: `Maker ${id}` }));

const resolvers = {
  Query: { product: (parent, { id }, { products }) => products.load(id) },
  Product: { maker: (product, args, { makers }) => makers.load(product.maker) },
};

async function main() {
  const server = new ApolloServer({ typeDefs, resolvers });
  await startStandaloneServer(server, {
    listen: { port: Number(process.env.PORT ?? 3001), host: '127.0.0.1' },
    context: async () => ({ products: new DataLoader(loadProducts), makers: new DataLoader(loadMakers) }),
  });
}

main();
