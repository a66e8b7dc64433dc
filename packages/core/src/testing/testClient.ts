import { makeClient } from '../client.ts';
import type { UntypedChannels } from '../contractTypes.ts';
import * as engine from '../engine/index.ts';
import type { RealtimeClientOptions } from '../options.ts';
import { createSystemTimers, type Timers } from '../timers.ts';
import type { RealtimeClient } from '../types.ts';
import { FakeAuth } from './fakeAuth.ts';
import { createFakePusher, type FakePusherClass } from './fakePusher.ts';
import { FakeServer } from './fakeServer.ts';

/** What {@link createTestClient} takes: any client option, and a server and authorisation to share between clients. */
export interface TestClientOptions<TChannels = UntypedChannels>
  extends Partial<RealtimeClientOptions<TChannels>> {
  readonly server?: FakeServer;
  readonly authEndpoint?: FakeAuth;
}

/** A client with everything around it that a test drives. */
export interface TestClient<TChannels = UntypedChannels> {
  readonly client: RealtimeClient<TChannels>;
  readonly server: FakeServer;
  readonly auth: FakeAuth;
  readonly Pusher: FakePusherClass;
  /** The options that the client was made with, for providers and `getRealtimeClient`. */
  readonly options: RealtimeClientOptions<TChannels>;
}

/**
 * Makes a client on a fake server: private channels are authorised, nothing touches a network. Everything
 * waits on `timers`: pass `createManualTimers()`, or use a test runner's fake timers with the default.
 */
export function createTestClient<TChannels = UntypedChannels>({
  server: givenServer,
  authEndpoint,
  ...given
}: TestClientOptions<TChannels> = {}): TestClient<TChannels> {
  const timers: Timers = given.timers ?? givenServer?.timers ?? createSystemTimers();
  const server = givenServer ?? new FakeServer({ timers });
  const auth = authEndpoint ?? new FakeAuth({ timers });
  const { Pusher } = createFakePusher({ server });
  const options: RealtimeClientOptions<TChannels> = {
    key: 'test-key',
    cluster: 'test',
    pusher: Pusher,
    auth: { authorize: auth.authorize },
    ...given,
    timers,
  };
  // The engine comes with the test, which should not have to wait for a part of the code.
  const client = makeClient(options, { load: () => Promise.resolve(engine) });
  return { client, server, auth, Pusher, options };
}
