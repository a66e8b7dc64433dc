import {
  type AuthorizationData,
  type ChannelGap,
  type ChannelLease,
  createRealtimeClient,
  type RealtimeClient,
  type RealtimeClientOptions,
} from '@channelkit/core';
import { type DevServer, type DevServerOptions, startDevServer } from '@channelkit/dev-server';
import { PusherService } from '@channelkit/server';
import Pusher from 'pusher-js';
import { onTestFinished, vi } from 'vitest';

/** The app that a stage's server has. */
export const app = { id: 'app', key: 'app-key', secret: 'app-secret' };

/** Our client on the real pusher-js, against a server over loopback. */
export interface Stage {
  readonly server: DevServer;
  readonly client: RealtimeClient;
  /** Channels whose authorization was requested, in order. */
  readonly asked: string[];
  readonly service: PusherService;
  readonly options: RealtimeClientOptions;
}

/** What {@link setStage} takes. */
type StageOptions = Partial<RealtimeClientOptions> & { readonly server?: DevServerOptions };

/** A stage that is taken down after the test. */
export async function setStage(options: StageOptions = {}): Promise<Stage> {
  const stage = await openStage(options);
  onTestFinished(() => stage.server.stop({ abrupt: true }));
  onTestFinished(() => stage.client.dispose());
  return stage;
}

/** A stage that the caller takes down: client, then server. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const { server: settings, ...given } = options;
  const server = await startDevServer({ apps: [{ ...app, subscriptionCount: false }], ...settings });
  const service = new PusherService({
    appId: app.id,
    key: app.key,
    secret: app.secret,
    host: server.host,
    port: server.port,
    tls: false,
    encryptionMasterKey: btoa('k'.repeat(32)),
  });
  const asked: string[] = [];
  const authorize = async (request: {
    channelName: string;
    socketId: string;
  }): Promise<AuthorizationData> => {
    asked.push(request.channelName);
    return sign(service, request);
  };
  const all: RealtimeClientOptions = {
    key: app.key,
    host: server.host,
    port: server.port,
    tls: false,
    pusher: Pusher as never,
    auth: { authorize },
    ...given,
  };
  const client = createRealtimeClient(all);
  return { server, client, asked, service, options: all };
}

/** What an auth endpoint answers. */
export async function sign(
  service: PusherService,
  { channelName, socketId }: { channelName: string; socketId: string },
): Promise<AuthorizationData> {
  const member = channelName.startsWith('presence-')
    ? { user_id: 'me', user_info: { name: 'Me' } }
    : undefined;
  const result = await service.authenticateChannel(channelName, socketId, member);
  if (!result.ok) throw result.error;
  const { ok: _, ...data } = result;
  return data;
}

/** Waits until the lease's channel is live. */
export const live = (lease: Pick<ChannelLease, 'status'>): Promise<unknown> =>
  until(() => lease.status.getSnapshot().isLive);

/** Waits for a condition, at most 15 s, since a busy machine is slow and a backoff is long. */
export const until = (condition: () => boolean): Promise<unknown> =>
  vi.waitFor(
    () => {
      if (!condition()) throw new Error('it has not come to that');
    },
    { timeout: 15_000, interval: 5 },
  );

/** The gaps told to a lease from here on. */
export function gapsOf(lease: { onGap(listener: (gap: ChannelGap) => void): () => void }): ChannelGap[] {
  const gaps: ChannelGap[] = [];
  lease.onGap((gap) => gaps.push(gap));
  return gaps;
}

/** Messages that clients sent, as event and channel. */
export function sent(server: DevServer, event?: string): string[] {
  return server
    .frames({ direction: 'in' } as never)
    .map(({ text }) => JSON.parse(text) as { event: string; channel?: string; data?: { channel?: string } })
    .filter((frame) => event === undefined || frame.event === event)
    .map(({ event: name, channel, data }) => `${name} ${channel ?? data?.channel ?? ''}`.trim());
}

/** Who is subscribed to a channel at the server. */
export const subscribers = (server: DevServer, channel: string): number =>
  server.subscriptions().filter((each) => each.channel === channel).length;
