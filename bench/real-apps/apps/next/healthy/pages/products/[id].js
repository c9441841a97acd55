const cache = new Map();

export async function getServerSideProps({ params, resolvedUrl }) {
  const hit = cache.get(resolvedUrl);
  if (hit) return { props: { product: hit } };

  const product = { id: params.id, name: `Product ${params.id}`, offers: Array.from({ length: 5 }, (_, i) => ({ shop: i, price: i * 7 })) };
  cache.set(resolvedUrl, product);
  if (cache.size > 20) cache.delete(cache.keys().next().value);
  return { props: { product } };
}

export default function Product({ product }) {
  return (
    <main>
      <h1>{product.name}</h1>
      <ul>{product.offers.map(offer => <li key={offer.shop}>{offer.price}</li>)}</ul>
    </main>
  );
}
