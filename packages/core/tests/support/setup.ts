// Loaded in advance: a test's clock does not wait for chunks.
import '../../src/transport/pusherJs.ts';
import '../../src/transport/sharedInstance.ts';
import 'tweetnacl';
import { makeClient } from '../../src/client/client.ts';
import * as live from '../../src/client/socketParts.ts';
import { CK202 } from '../../src/errors/beforeSocket.ts';
import { RealtimeError } from '../../src/errors/realtimeError.ts';
import type { AuthorizationRequest } from '../../src/options.ts';
import type { TestClient, TestClientOptions } from '../../src/testing/index.ts';
import { createManualTimers, createTestClient, type ManualTimers } from '../../src/testing/index.ts';
import type { PusherChannel, PusherInstance } from '../../src/transport/pusherApi.ts';
import type { AuthorizationData } from '../../src/transport/transport.ts';
import type { ChannelGap, ChannelStatus, ClientEvent, RealtimeClient } from '../../src/types.ts';
import { type RealPusher, realPusher } from './realPusher.ts';

/** A test client on a clock of its own. */
export interface Bench extends TestClient {
  readonly timers: ManualTimers;
}

/** Long enough for connect, authorisation and subscription without latency. */
export const soon = 20;

export function bench(options: TestClientOptions = {}): Bench {
  const timers = createManualTimers();
  return { ...createTestClient({ ...options, timers }), timers };
}

/** How loading the code for connections goes: it fails, at once or late, takes so many milliseconds, or waits for a promise. */
export type LiveLoad = 'fails' | 'fails late' | number | Promise<void>;

/** A bench whose code for connections is not loaded from the start: one entry per load, then it loads at once. */
export function lateBench(
  loads: readonly LiveLoad[],
  world: Bench,
  options: TestClientOptions = {},
): Bench & { loadCount(): number } {
  const { server, auth, timers } = world;
  const made = { ...createTestClient({ ...options, server, authEndpoint: auth, timers }), timers };
  made.client.dispose();
  let count = 0;
  const load = async () => {
    const how = loads[count] ?? 0;
    count += 1;
    if (how === 'fails late') await new Promise<void>((resolve) => made.timers.setTimeout(resolve, 1_000));
    if (how === 'fails' || how === 'fails late') throw new RealtimeError(CK202, 'the chunk is gone');
    await (typeof how === 'number'
      ? new Promise<void>((resolve) => made.timers.setTimeout(resolve, how))
      : how);
    return live;
  };
  return { ...made, client: makeClient(made.options, { load }), loadCount: () => count };
}

/** A bench with one channel that is live. */
export async function liveBench(
  channel: string,
  options: TestClientOptions = {},
): Promise<Bench & { lease: ReturnType<RealtimeClient['acquire']> }> {
  const made = bench(options);
  const lease = made.client.acquire(channel);
  await made.timers.advance(soon);
  return { ...made, lease };
}

/** Everything of one type that a client does from here on. */
export function record<TType extends ClientEvent['type']>(
  client: RealtimeClient,
  type: TType,
): Extract<ClientEvent, { type: TType }>[] {
  const seen: Extract<ClientEvent, { type: TType }>[] = [];
  client.observe((event) => {
    if (event.type === type) seen.push(event as Extract<ClientEvent, { type: TType }>);
  });
  return seen;
}

/** The gaps told to a lease from here on. */
export function gapsOf(lease: { onGap(listener: (gap: ChannelGap) => void): () => void }): ChannelGap[] {
  const gaps: ChannelGap[] = [];
  lease.onGap((gap) => gaps.push(gap));
  return gaps;
}

export const statusOf = (lease: { status: { getSnapshot(): ChannelStatus } }): ChannelStatus['status'] =>
  lease.status.getSnapshot().status;

/** Where pusher-js connects in tests. With a host it uses WebSockets only. */
export const realConfig = { host: 'fake', tls: false } as const;

/** A bench whose client uses the real pusher-js as a plain socket. */
export async function pusherBench(options: TestClientOptions = {}): Promise<Bench & { Pusher: RealPusher }> {
  const timers = createManualTimers();
  const world = createTestClient({ timers });
  const Pusher = await realPusher({ server: world.server, timers });
  const made = createTestClient({
    ...options,
    ...realConfig,
    key: `key-${Pusher.instances.length}`,
    server: world.server,
    transport: undefined,
    pusher: Pusher,
    timers,
  });
  return { ...made, timers, Pusher };
}

/** An application with a pusher-js instance of its own, which is connected and has `channel` open; a client shares it. */
export interface SharedBench extends Bench {
  readonly Pusher: RealPusher;
  readonly pusher: PusherInstance;
  readonly opened: PusherChannel;
}

/** An instance of pusher-js as an application makes it, with an authorization of its own. */
export function applicationsPusher(
  Pusher: RealPusher,
  authorize: (request: AuthorizationRequest) => Promise<AuthorizationData>,
): PusherInstance {
  return new Pusher('shared-key', {
    cluster: '',
    wsHost: realConfig.host,
    forceTLS: false,
    enabledTransports: ['ws'],
    channelAuthorization: {
      transport: 'ajax',
      endpoint: '',
      customHandler: (
        request: AuthorizationRequest,
        callback: (error: Error | null, data: unknown) => void,
      ) =>
        void authorize(request).then(
          (data) => callback(null, { ...data }),
          (error: Error) => callback(error, null),
        ),
    },
  } as never);
}

/** @param adapt - Changes what the application's own authorization returns. */
export async function sharedBench(
  channel: string,
  adapt: (data: AuthorizationData) => Promise<AuthorizationData> = async (data) => data,
): Promise<SharedBench> {
  const timers = createManualTimers();
  const { server, auth } = createTestClient({ timers });
  const Pusher = await realPusher({ server, timers });
  const pusher = applicationsPusher(Pusher, async (request) => adapt(await auth.authorize(request)));
  const opened = pusher.subscribe(channel);
  await timers.advance(soon);
  const made = createTestClient({ server, transport: undefined, pusher, grace: 0, ...realConfig, timers });
  return { ...made, auth, timers, Pusher, pusher, opened };
}
