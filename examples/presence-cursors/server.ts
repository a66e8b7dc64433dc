import { existsSync } from 'node:fs';
import { configFromEnv, createAuthHandler, PusherService } from '@channelkit/server';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { channels } from './src/channels.ts';

const pusher = new PusherService(configFromEnv(process.env), { channels });

const authorize = createAuthHandler(pusher, {
  // Anyone may join here, under the name that the page made up. Read your session instead; null is answered with 401.
  authenticate: ({ headers }) => {
    const [id, name] = [headers.get('x-visitor-id'), headers.get('x-visitor-name')];
    return id && name ? { id, name } : null;
  },
  authorize: {
    'presence-board': ({ user }) => ({ user_id: user.id, user_info: { name: user.name } }),
  },
});

const app = new Hono()
  .get('/api/config', (c) => c.json(pusher.getClientConfig()))
  .post('/api/pusher/auth', (c) => authorize(c.req.raw));
if (existsSync('dist')) app.use(serveStatic({ root: 'dist' })); // after `npm run build`

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 8787) }, ({ port }) =>
  console.log(`http://localhost:${port}`),
);
