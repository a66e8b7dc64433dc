import { createHash, createHmac } from 'node:crypto';
import Pusher from 'pusher';
import PusherClient from 'pusher-js';
import { Unsupported, type World } from './driver.ts';

/** Where a server over the network is. */
export interface Address {
  host: string;
  port: number;
  app: { id: string; key: string; secret: string };
}

/** 32 bytes that only tests know. */
const encryptionMasterKeyBase64 = Buffer.alloc(32, 7).toString('base64');

/** The world of any server over the network: the real pusher-js on one side, the real `pusher` on the other. */
export function realWorld(
  address: Address,
  server: { drop?: (code: number) => void; stop: () => Promise<void> },
): World {
  const { host, port, app } = address;
  const library = (secret: string) =>
    new Pusher({
      appId: app.id,
      key: app.key,
      secret,
      host,
      port: String(port),
      useTLS: false,
      encryptionMasterKeyBase64,
    });
  const http = library(app.secret);
  const clients: PusherClient[] = [];
  return {
    connect: ({ user, forged = false } = {}) => {
      const signer = forged ? library('not-the-secret') : http;
      const client = new PusherClient(app.key, {
        cluster: '',
        wsHost: host,
        wsPort: port,
        forceTLS: false,
        enabledTransports: ['ws'],
        channelAuthorization: {
          transport: 'ajax',
          endpoint: '',
          customHandler: ({ channelName, socketId }, callback) => {
            const member = { user_id: user?.id ?? socketId, user_info: user?.user_info ?? {} };
            const data = channelName.startsWith('presence-') ? member : undefined;
            callback(null, signer.authorizeChannel(socketId, channelName, data));
          },
        },
        userAuthentication: {
          transport: 'ajax',
          endpoint: '',
          customHandler: ({ socketId }, callback) =>
            callback(null, signer.authenticateUser(socketId, user ?? { id: 'nobody' })),
        },
      });
      clients.push(client);
      return client;
    },
    trigger: async (channels, event, data, except) => {
      await http.trigger(channels, event, data, except === undefined ? {} : { socket_id: except });
    },
    http: () => http,
    post: (path, body) => post(address, path, body),
    drop: (code) => {
      if (!server.drop) throw new Unsupported('This server cannot be told to close connections');
      server.drop(code);
    },
    stop: async () => {
      for (const client of clients) client.disconnect();
      await server.stop();
    },
  };
}

async function post({ host, port, app }: Address, path: string, body: string) {
  const time = Math.floor(Date.now() / 1000);
  const md5 = createHash('md5').update(body).digest('hex');
  const query = `auth_key=${app.key}&auth_timestamp=${time}&auth_version=1.0&body_md5=${md5}`;
  const full = `/apps/${app.id}${path}`;
  const signature = createHmac('sha256', app.secret).update(`POST\n${full}\n${query}`).digest('hex');
  const response = await fetch(`http://${host}:${port}${full}?${query}&auth_signature=${signature}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return { status: response.status, body: await response.text() };
}
