import { configFromEnv, createAuthHandler, PusherService } from '@channelkit/server';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { z } from 'zod';
import { channels } from './channels.ts';

const pusher = new PusherService(configFromEnv(process.env), { channels });
const token = process.env.STATION_TOKEN ?? 'local-station';
const jobs = new Map<number, { id: number; text: string; isPrinted: boolean }>(); // stands for your database
const orderSchema = z.object({ text: z.string().trim().min(1).max(200) });

const authorize = createAuthHandler(pusher, {
  authenticate: () => ({ id: 'station' }), // below `bearerAuth`, so it has the token
  authorize: { 'private-print-jobs': ({ user }) => user.id === 'station' },
});

const forStation = new Hono()
  .use(bearerAuth({ token }))
  .get('/config', (c) => c.json(pusher.getClientConfig()))
  .post('/auth', (c) => authorize(c.req.raw))
  .get('/jobs', (c) => c.json([...jobs.values()].filter(({ isPrinted }) => !isPrinted)))
  .post('/jobs/:id/printed', (c) => {
    const job = jobs.get(Number(c.req.param('id')));
    if (job) job.isPrinted = true;
    return c.body(null, job ? 204 : 404);
  });

const app = new Hono()
  .route('/api/station', forStation)
  .get('/api/orders', (c) => c.json([...jobs.values()]))
  .post('/api/orders', async (c) => {
    const order = orderSchema.safeParse(await c.req.json().catch(() => null));
    if (!order.success) return c.json({ error: 'Send { "text": … } with 1 to 200 characters.' }, 400);
    const id = jobs.size + 1;
    jobs.set(id, { id, text: order.data.text, isPrinted: false });
    await pusher.trigger('private-print-jobs', 'job.created', { id });
    return c.json({ id }, 201);
  })
  .use(serveStatic({ root: './public' }));

// With the token that anybody can read above, only this machine may connect.
const hostname = process.env.STATION_TOKEN ? undefined : '127.0.0.1';
serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 8787), hostname }, ({ port }) =>
  console.log(`http://localhost:${port}`),
);
