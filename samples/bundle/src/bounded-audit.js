/** The latest requests. Older ones are dropped to make room. */
const KEPT = 20;
const trail = [];

export function audit(request, response, next) {
  const entry = {
    path: request.url,
    at: process.hrtime(),
    headers: { ...request.headers },
    timings: Array.from({ length: 150 }, (_, step) => step * 1.5),
  };
  trail.push(entry);
  if (trail.length > KEPT) trail.shift();
  response.setHeader('x-audit', String(trail.length));
  next();
}
