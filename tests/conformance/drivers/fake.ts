import { createFakePusher, FakeAuth, FakeServer } from '@channelkit/core/testing';
import { type Driver, Unsupported } from './driver.ts';

const noHttp = 'It is a client and a server in one process and has no HTTP API.';
const noSignIn = 'Its client does not sign in.';

/** `createFakePusher` of `@channelkit/core/testing`, which must not drift from the real thing. */
export const fakeDriver: Driver = {
  name: 'fake of core/testing',
  start: async () => {
    const server = new FakeServer();
    server.rooms.countSubscriptions = true;
    const { Pusher } = createFakePusher({ server });
    return {
      connect: ({ user, forged = false } = {}) => {
        const auth = new FakeAuth({ user: { id: user?.id ?? 'me', info: user?.user_info } });
        return new Pusher('key', {
          cluster: '',
          activityTimeout: 120_000,
          pongTimeout: 30_000,
          channelAuthorization: {
            transport: 'ajax',
            endpoint: '',
            customHandler: (params, callback) => {
              const signedFor = forged ? { ...params, socketId: '0.0' } : params;
              auth.authorize(signedFor).then(
                (data) => callback(null, data),
                (error: Error) => callback(error, null),
              );
            },
          },
        });
      },
      trigger: async (channels, event, data, except) => {
        for (const channel of [channels].flat()) {
          server.rooms.publish({ channel, event, data, ...(except === undefined ? {} : { except }) });
        }
      },
      http: () => {
        throw new Unsupported(noHttp);
      },
      post: () => Promise.reject(new Unsupported(noHttp)),
      drop: (code) => server.drop(code),
      stop: async () => server.drop(4009),
    };
  },
  exceptions: {
    'names the channel in a refusal': 'Its default dialect is the hosted service’s, which names none.',
    'sends a user’s events to the signed-in user': noSignIn,
    'sends a user’s events to nobody else': noHttp,
    'sends a user the online status of the watchlist': noSignIn,
    'terminates all connections of a user for good': noSignIn,
    'lists the occupied channels, by prefix too': noHttp,
    'counts the users of the listed presence channels': noHttp,
    'says whether a channel is occupied': noHttp,
    'counts the subscriptions of a channel': noHttp,
    'lists the users of a presence channel, each once': noHttp,
    'returns the cached event of a cache channel': noHttp,
    'answers a trigger with the requested attributes': noHttp,
    'sends a batch, excluding the socket of each event': noHttp,
    'refuses data over 10 kB with 413': noHttp,
    'refuses malformed requests with 400': noHttp,
    'refuses reserved event names': noHttp,
    'refuses more than 10 events in a batch and more than 100 channels in a trigger': noHttp,
    'answers an unknown path with 404': noHttp,
  },
};
