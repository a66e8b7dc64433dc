import { defineChannels } from '@channelkit/core/contract';
import { configFromEnv, PusherService } from '@channelkit/server';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { z } from 'zod';

const channels = defineChannels({ doorbell: { rang: z.object({ at: z.iso.datetime() }) } });
const pusher = new PusherService(configFromEnv(process.env), { channels });

const app = new Hono()
  .get('/api/config', (c) => c.json(pusher.getClientConfig()))
  .post('/api/ring', async (c) => {
    const sent = await pusher.trigger('doorbell', 'rang', { at: new Date().toISOString() });
    return sent.ok ? c.body(null, 204) : c.json({ error: sent.error.message }, 502);
  })
  .use('/pusher.js', serveStatic({ path: './node_modules/pusher-js/dist/web/pusher.min.js' }))
  .use(serveStatic({ root: './public' }));

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 8787) }, ({ port }) =>
  console.log(`http://localhost:${port}`),
);
