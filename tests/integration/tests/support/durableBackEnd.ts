import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type ChannelContract,
  type ChannelSpec,
  channel,
  defineChannels,
  type EventType,
  event,
} from '@channelkit/core';
import {
  createAuthHandler,
  createEventLog,
  createResumeHandler,
  type EventLog,
  type EventLogPort,
  PusherService,
  toNodeHandler,
} from '@channelkit/server';
import type { MemoryTransaction } from '@channelkit/server/testing';
import type { EndpointAnswer } from './durableSteps.ts';

type Durable = ChannelSpec<{ readonly changed: EventType<{ readonly n: number }> }, EventType<unknown>>;

/** A durable channel of each kind. */
export interface DurableChannels {
  readonly 'orders-{id}': Durable;
  readonly 'private-orders-{id}': Durable;
  readonly 'presence-room-{id}': Durable;
  readonly 'private-encrypted-vault-{id}': Durable;
}

const durable = channel({ durable: true, events: { changed: event<{ readonly n: number }>() } });

/** Their contract. */
export const durableChannels: ChannelContract<DurableChannels> = defineChannels({
  'orders-{id}': durable,
  'private-orders-{id}': durable,
  'presence-room-{id}': durable,
  'private-encrypted-vault-{id}': durable,
});

/** An application's back end over HTTP, and the processes that send its events. */
export interface DurableBackEnd<TTransaction = MemoryTransaction> {
  readonly origin: string;
  /** Two logs on one database, as in two processes. */
  readonly workers: readonly [
    EventLog<DurableChannels, TTransaction>,
    EventLog<DurableChannels, TTransaction>,
  ];
  /** Channels that nobody may read. */
  readonly refused: Set<string>;
  /** Requests so far, by path. */
  readonly requests: Record<string, number>;
  /** The next answers of an endpoint. */
  answer(path: string, answer: EndpointAnswer, times: number): void;
  /** Deletes what is not among the newest `count` of its channel. */
  trim(count: number): Promise<unknown>;
  stop(): Promise<void>;
}

/** Where the Pusher server is, and who the application is there. */
export interface PusherAddress {
  readonly host: string;
  readonly port: number;
  readonly app: { readonly id: string; readonly key: string; readonly secret: string };
}

/** Starts a back end whose log is on `port`. */
export async function startDurableBackEnd<TTransaction>(
  address: PusherAddress,
  port: EventLogPort<TTransaction>,
): Promise<DurableBackEnd<TTransaction>> {
  const { id: appId, key, secret } = address.app;
  const pusher = new PusherService(
    {
      ...{ appId, key, secret },
      host: address.host,
      port: address.port,
      tls: false,
      encryptionMasterKey: btoa('k'.repeat(32)),
    },
    { channels: durableChannels, onError: () => {} },
  );
  const settings = { lease: 3_000, retryDelay: () => 500, onError: () => {} };
  const workers = [createEventLog(pusher, port, settings), createEventLog(pusher, port, settings)] as const;
  const stops = workers.map((worker) => worker.start());

  const refused = new Set<string>();
  const may = ({ channel: asked }: { readonly channel: string }) => !refused.has(asked);
  const rights = {
    authenticate: (request: Request) => request.headers.get('x-user') ?? 'nobody',
    authorize: {
      'private-orders-{id}': may,
      'private-encrypted-vault-{id}': may,
      'presence-room-{id}': (asked: { readonly user: string; readonly channel: string }) =>
        may(asked) && { user_id: asked.user },
    },
    onError: () => {},
  };
  const requests: Record<string, number> = { '/auth': 0, '/resume': 0 };
  const answers = new Map<string, { answer: EndpointAnswer; left: number }>();
  const handlers: Record<string, (request: Request) => Promise<Response>> = {
    '/auth': createAuthHandler(pusher, rights),
    '/resume': createResumeHandler(pusher, workers[0], rights),
  };
  const listener = toNodeHandler(async (request) => {
    const { pathname } = new URL(request.url);
    const handler = handlers[pathname];
    if (!handler) return new Response(null, { status: 404 });
    requests[pathname] = (requests[pathname] ?? 0) + 1;
    const next = answers.get(pathname);
    if (!next || next.left === 0) return handler(request);
    next.left -= 1;
    if (next.answer === 'hung') return new Promise(() => {});
    if (typeof next.answer === 'number') return new Response(null, { status: next.answer });
    const { late } = next.answer;
    const response = await handler(request);
    await new Promise((resolve) => setTimeout(resolve, late));
    return response;
  });
  const endpoint = createServer((request, response) => void listener(request, response));
  await once(endpoint.listen(0, '127.0.0.1'), 'listening');

  return {
    origin: `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`,
    workers,
    refused,
    requests,
    answer: (path, answer, times) => void answers.set(path, { answer, left: times }),
    trim: (count) => createEventLog(pusher, port, { retention: { count } }).trim(),
    stop: async () => {
      const stopped = stops.map((stop) => stop());
      endpoint.close();
      endpoint.closeAllConnections();
      await Promise.all(stopped);
    },
  };
}
