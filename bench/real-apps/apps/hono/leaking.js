// Progress of jobs on Hono, as a stream of events. The timer that keeps a connection alive goes on when the stream has ended.
//
//   Node's timers: TimersList → Timeout –_onTimeout→ closure → Context –job→ { id, steps, log }
//
// heapwise: load /jobs/{n}/progress
// heapwise: expect leak timer setInterval leaking.js:20 objects 1/request
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { streamSSE } from 'hono/streaming';

const app = new Hono();
app.use(secureHeaders());

app.get('/jobs/:id/progress', context => streamSSE(context, async stream => {
  const job = { id: context.req.param('id'), steps: 3, log: [] };
  const beat = () => stream.writeSSE({ event: 'heartbeat', data: `${job.log.length}` });

  // The leak: nothing clears it.
  setInterval(beat, 1000);
  for (let step = 1; step <= job.steps; step++) {
    job.log.push(`step ${step} of job ${job.id}`);
    await stream.writeSSE({ event: 'progress', data: JSON.stringify({ step, of: job.steps }) });
    await stream.sleep(1);
  }
}));

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3001), hostname: '127.0.0.1' });
