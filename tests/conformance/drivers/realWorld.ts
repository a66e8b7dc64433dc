import { createHash, createHmac } from 'node:crypto';
import Pusher from 'pusher';
import PusherClient, { type Options } from 'pusher-js';
import { type ConformanceUser, Unsupported, type World } from './driver.ts';

/** Where a server over the network is. */
export interface Address {
  host: string;
  port: number;
  app: { id: string; key: string; secret: string };
}

/** 32 bytes that only tests know. */
const encryptionMasterKeyBase64 = Buffer.alloc(32, 7).toString('base64');

/** The client and server libraries of a world. */
export interface Libraries {
  Client: typeof PusherClient;
  Server: typeof Pusher;
}

/** The options of a client whose back end signs as a user. `authorizer` is the one form that every version knows. */
export function clientOptions(
  address: Address,
  user: ConformanceUser | undefined,
  signer: Pusher = createLibrary(Pusher, address),
): Options {
  const { host, port } = address;
  const authorize = (channel: string, socketId: string) => {
    const member = { user_id: user?.id ?? socketId, user_info: user?.user_info ?? { id: user?.id } };
    const data = channel.startsWith('presence-') ? member : undefined;
    // The name before version 5.1.
    const sign = signer.authorizeChannel ?? signer.authenticate;
    return sign.call(signer, socketId, channel, data);
  };
  return {
    cluster: '',
    wsHost: host,
    wsPort: port,
    forceTLS: false,
    enabledTransports: ['ws'],
    authorizer: (channel) => ({
      authorize: (socketId, callback) => callback(null, authorize(channel.name, socketId)),
    }),
    userAuthentication: {
      transport: 'ajax',
      endpoint: '',
      customHandler: ({ socketId }, callback) =>
        callback(null, signer.authenticateUser(socketId, user ?? { id: 'nobody' })),
    },
  };
}

/** The world of any server over the network: a real pusher-js on one side, a real `pusher` on the other. */
export function realWorld(
  address: Address,
  server: { drop?: (code: number) => void; stop: () => Promise<void> },
  { Client = PusherClient, Server = Pusher }: Partial<Libraries> = {},
): World {
  const { app } = address;
  const http = createLibrary(Server, address);
  const clients: PusherClient[] = [];
  return {
    connect: ({ user, forged = false } = {}) => {
      const signer = forged ? createLibrary(Server, address, 'not-the-secret') : http;
      const client = new Client(app.key, clientOptions(address, user, signer));
      clients.push(client);
      return client;
    },
    trigger: async (channels, event, data, except) => {
      if (except === undefined) await http.trigger(channels, event, data);
      else await http.trigger(channels, event, data, excluding(Server, except));
    },
    http: () => http,
    post: (path, body) => post(address, path, body),
    drop: (code) => {
      if (!server.drop) throw new Unsupported('This server has no way to close connections on demand');
      server.drop(code);
    },
    stop: async () => {
      for (const client of clients) client.disconnect();
      await server.stop();
    },
  };
}

/** Version 4 takes the socket id itself. */
function excluding(Server: typeof Pusher, socketId: string): { socket_id: string } {
  if ('authorizeChannel' in Server.prototype) return { socket_id: socketId };
  return socketId as unknown as { socket_id: string };
}

function createLibrary(
  Server: typeof Pusher,
  { host, port, app }: Address,
  secret: string = app.secret,
): Pusher {
  const { id: appId, key } = app;
  return new Server({
    ...{ appId, key, secret, host, encryptionMasterKeyBase64 },
    port: String(port),
    useTLS: false,
  });
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
