/** The requests, kept for a report that is written once a day. */
const trail = [];

export function audit(request, response, next) {
  const entry = {
    path: request.url,
    at: process.hrtime(),
    headers: { ...request.headers },
    timings: Array.from({ length: 150 }, (_, step) => step * 1.5),
  };
  trail.push(entry);
  response.setHeader('x-audit', String(trail.length));
  next();
}
