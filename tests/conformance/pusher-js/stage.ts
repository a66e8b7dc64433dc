import { type DevServer, startDevServer } from '@channelkit/dev-server';
import Pusher from 'pusher';
import PusherClient, { type Options } from 'pusher-js';
import { onTestFinished } from 'vitest';

const app = { id: 'facts', key: 'facts-key', secret: 'facts-secret' };

/** What a back end answers to an authorization. */
type Signature = ReturnType<Pusher['authorizeChannel']>;

/** A test's answer to the authorization of a channel. */
export type Authorize = (
  request: { channelName: string; socketId: string },
  callback: (error: Error | null, data: Signature | null) => void,
) => void;

/** A server over loopback and the real pusher-js 8 connected to it. */
export interface Stage {
  server: DevServer;
  /** The back end. */
  library: Pusher;
  sign: Authorize;
  /** Signs as the back end does for a user. */
  signAs: (userId: string, request: Parameters<Authorize>[0]) => Signature;
  /** Publishes an event as an application does, encrypted on an encrypted channel. */
  publish: (channel: string, event: string, data: unknown) => Promise<unknown>;
  /** Connects a client, optionally of another build. */
  connect: (
    options?: Partial<Options> & { authorize?: Authorize },
    Build?: typeof PusherClient,
  ) => PusherClient;
}

/** Sets up a stage that is torn down when the test ends. */
export async function setStage(): Promise<Stage> {
  const server = await startDevServer({ apps: [{ ...app, subscriptionCount: false }] });
  onTestFinished(() => server.stop({ abrupt: true }));
  const library = new Pusher({
    appId: app.id,
    key: app.key,
    secret: app.secret,
    host: server.host,
    port: String(server.port),
    encryptionMasterKeyBase64: Buffer.alloc(32, 7).toString('base64'),
  });
  const signAs: Stage['signAs'] = (user_id, { channelName, socketId }) => {
    const member = channelName.startsWith('presence-') ? { user_id } : undefined;
    return library.authorizeChannel(socketId, channelName, member);
  };
  const sign: Authorize = (request, callback) => callback(null, signAs(request.socketId, request));
  const connect: Stage['connect'] = ({ authorize = sign, ...options } = {}, Build = PusherClient) => {
    const client = new Build(app.key, {
      cluster: '',
      wsHost: server.host,
      wsPort: server.port,
      forceTLS: false,
      enabledTransports: ['ws'],
      channelAuthorization: { transport: 'ajax', endpoint: '', customHandler: authorize },
      userAuthentication: {
        transport: 'ajax',
        endpoint: '',
        customHandler: ({ socketId }, callback) =>
          callback(null, library.authenticateUser(socketId, { id: 'ada' })),
      },
      ...options,
    });
    onTestFinished(() => client.disconnect());
    return client;
  };
  const publish: Stage['publish'] = (channel, event, data) => library.trigger(channel, event, data);
  return { server, library, sign, signAs, publish, connect };
}

/** Resolves when the client is connected. */
export async function connected(client: PusherClient): Promise<void> {
  if (client.connection.state !== 'connected') await next(client.connection, 'connected');
}

/** Resolves with the next payload of an event. */
export function next<T = unknown>(
  source: { bind: (event: string, callback: (data: T) => void) => unknown },
  event: string,
): Promise<T> {
  return new Promise((resolve) => source.bind(event, (data: T) => resolve(data)));
}

/** Counts the subscribe frames that the server has received for a channel. */
export function subscribesOf(server: DevServer, channel: string): number {
  const asked = server.frames({ direction: 'in', event: 'pusher:subscribe' });
  return asked.filter(({ text }) => text.includes(`"${channel}"`)).length;
}
