import { find } from '../../../lib/items';

export const dynamic = 'force-dynamic';

export default async function Item({ params }) {
  const { id } = await params;
  const item = await find(id);
  return <main><h1>{item.name}</h1><p>{item.prices.join(', ')}</p></main>;
}
