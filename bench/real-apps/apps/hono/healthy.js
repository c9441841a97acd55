// Progress of jobs on Hono, as a stream of events. The timer of a stream is cleared when the stream ends.
//
// heapwise: load /jobs/{n}/progress
// heapwise: expect no-leak
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { streamSSE } from 'hono/streaming';

const app = new Hono();
app.use(secureHeaders());

app.get('/jobs/:id/progress', context => streamSSE(context, async stream => {
  const job = { id: context.req.param('id'), steps: 3, log: [] };
  const heartbeat = setInterval(() => stream.writeSSE({ event: 'heartbeat', data: `${job.log.length}` }), 1000);
  try {
    for (let step = 1; step <= job.steps; step++) {
      job.log.push(`step ${step} of job ${job.id}`);
      await stream.writeSSE({ event: 'progress', data: JSON.stringify({ step, of: job.steps }) });
      await stream.sleep(1);
    }
  } finally {
    clearInterval(heartbeat);
  }
}));

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3001), hostname: '127.0.0.1' });
