import * as resumer from '../channel/resumer.ts';
import { makeClient } from '../client/client.ts';
import * as live from '../client/socketParts.ts';
import type { UntypedChannels } from '../contract/contractTypes.ts';
import { createSystemTimers, type Timers } from '../lib/timers.ts';
import type { RealtimeClientOptions } from '../options.ts';
import { webSocketTransport } from '../transport/webSocket.ts';
import type { RealtimeClient } from '../types.ts';
import { FakeAuth } from './fakeAuth.ts';
import { FakeServer } from './fakeServer.ts';

/** Options of {@link createTestClient}: any client option, and a server and authorization to share between clients. */
export interface TestClientOptions<TChannels = UntypedChannels>
  extends Partial<RealtimeClientOptions<TChannels>> {
  readonly server?: FakeServer;
  readonly authEndpoint?: FakeAuth;
}

/** A client, with everything around it that a test drives. */
export interface TestClient<TChannels = UntypedChannels> {
  readonly client: RealtimeClient<TChannels>;
  readonly server: FakeServer;
  readonly auth: FakeAuth;
  /** The options that the client was created with, for providers and `getRealtimeClient`. */
  readonly options: RealtimeClientOptions<TChannels>;
}

/**
 * Creates a client connected to a fake server. Private channels are authorized, and nothing touches a network. Everything waits on `timers`:
 * pass `createManualTimers()`, or use a test runner's fake timers with the default.
 */
export function createTestClient<TChannels = UntypedChannels>({
  server: givenServer,
  authEndpoint,
  ...given
}: TestClientOptions<TChannels> = {}): TestClient<TChannels> {
  const timers: Timers = given.timers ?? givenServer?.timers ?? createSystemTimers();
  const server = givenServer ?? new FakeServer({ timers });
  const auth = authEndpoint ?? new FakeAuth({ timers });
  const options: RealtimeClientOptions<TChannels> = {
    key: 'test-key',
    cluster: 'test',
    transport: webSocketTransport({ WebSocket: server.WebSocket }),
    auth: { authorize: auth.authorize },
    ...given,
    timers,
  };
  // The code for connections is passed in, so that a test need not wait for a chunk.
  const client = makeClient(options, {
    load: () => Promise.resolve(live),
    loadResumer: () => Promise.resolve(resumer),
  });
  return { client, server, auth, options };
}
