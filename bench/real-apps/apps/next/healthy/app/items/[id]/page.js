export const dynamic = 'force-dynamic';

async function find(id) {
  await new Promise(done => setImmediate(done));
  return { id, name: `Item ${id}`, prices: [1, 2, 3] };
}

export default async function Item({ params }) {
  const { id } = await params;
  const item = await find(id);
  return <main><h1>{item.name}</h1><p>{item.prices.join(', ')}</p></main>;
}
