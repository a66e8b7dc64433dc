import { makeClient } from '../../src/client.ts';
import * as engine from '../../src/engine/index.ts';
import { CK202 } from '../../src/errorCodes/early.ts';
import { RealtimeError } from '../../src/errors.ts';
import { createRealtimeClient } from '../../src/index.ts';
import type { AuthorizationData } from '../../src/options.ts';
import type { PusherAuthHandler } from '../../src/pusherPort.ts';
import type { TestClient, TestClientOptions } from '../../src/testing/index.ts';
import {
  createManualTimers,
  createTestClient,
  type FakeChannel,
  type FakePusher,
  type ManualTimers,
} from '../../src/testing/index.ts';
import type { ChannelGap, ChannelStatus, ClientEvent, RealtimeClient } from '../../src/types.ts';

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

/** What becomes of a load of the engine: it fails, at once or late, takes so many milliseconds, or waits for a promise. */
export type EngineLoad = 'fails' | 'fails late' | number | Promise<void>;

/** A bench whose engine is not there from the start; one entry per load, then it comes at once. */
export function lateBench(
  loads: readonly EngineLoad[],
  options: TestClientOptions = {},
): Bench & { loadCount(): number } {
  const made = bench(options);
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
    return engine;
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

/**
 * A client on an instance of the application that is connected and has `channel` open already. `adapt` changes what its own
 * authorisation answers.
 */
export async function sharedBench(
  channel: string,
  adapt: (data: AuthorizationData) => Promise<AuthorizationData> = async (data) => data,
): Promise<Bench & { pusher: FakePusher; opened: FakeChannel }> {
  const made = bench({ grace: 0 });
  const customHandler: PusherAuthHandler = (request, callback) =>
    void made.auth
      .authorize(request)
      .then(adapt)
      .then(
        (data) => callback(null, { ...data }),
        (error: Error) => callback(error, null),
      );
  const pusher = new made.Pusher(made.options.key, {
    cluster: 'test',
    channelAuthorization: { transport: 'ajax', endpoint: '', customHandler },
  } as never);
  const opened = pusher.subscribe(channel);
  await made.timers.advance(soon);
  const client = createRealtimeClient({ ...made.options, pusher });
  return { ...made, client, pusher, opened };
}
