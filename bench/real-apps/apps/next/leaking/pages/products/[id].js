const cache = new Map();

export async function getServerSideProps({ params, resolvedUrl }) {
  const hit = cache.get(resolvedUrl);
  if (hit && Date.now() - hit.at < 5000) return { props: { product: hit.product } };

  const product = { id: params.id, name: `Product ${params.id}`, offers: Array.from({ length: 5 }, (_, i) => ({ shop: i, price: i * 7 })) };
  // The leak: what is too old is replaced when somebody asks again, and never removed.
  cache.set(resolvedUrl, { product, at: Date.now() });
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
