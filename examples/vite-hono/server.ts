import { existsSync } from 'node:fs';
import { configFromEnv, PusherService } from '@channelkit/server';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { z } from 'zod';
import { channels, dishes } from './src/channels.ts';

const pusher = new PusherService(configFromEnv(process.env), { channels });
const votes = new Map(dishes.map((dish) => [dish, 0])); // stands for your database
const voteSchema = z.object({ dish: z.enum(dishes) });

const app = new Hono()
  .get('/api/config', (c) => c.json(pusher.getClientConfig()))
  .get('/api/votes', (c) => c.json(Object.fromEntries(votes)))
  .post('/api/votes', async (c) => {
    const vote = voteSchema.safeParse(await c.req.json().catch(() => null));
    if (!vote.success) return c.json({ error: 'Send { "dish": … } with a dish of the poll.' }, 400);
    const { dish } = vote.data;
    votes.set(dish, (votes.get(dish) ?? 0) + 1);
    await pusher.trigger('poll', 'vote.counted', { dish });
    return c.body(null, 204);
  });
if (existsSync('dist')) app.use(serveStatic({ root: 'dist' })); // after `npm run build`

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 8787) }, ({ port }) =>
  console.log(`http://localhost:${port}`),
);
