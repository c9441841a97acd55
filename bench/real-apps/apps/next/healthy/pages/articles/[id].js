export function getStaticPaths() {
  return { paths: [], fallback: 'blocking' };
}

export function getStaticProps({ params }) {
  return { props: { article: { id: params.id, title: `Article ${params.id}` } }, revalidate: 60 };
}

export default function Article({ article }) {
  return <main><h1>{article.title}</h1></main>;
}
