import { createHmac } from 'node:crypto';
import { createRealtimeClient, type RealtimeClient } from '@channelkit/core';
import { type DevServer, startDevServer } from '@channelkit/dev-server';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { createQueryBridge, type QueryBridge } from '../../src/index.ts';
import { simRules } from '../convergence/simRules.ts';
import { channels, type TestChannels } from '../support/contract.ts';

type OrderId = 'a' | 'b';

/** One thing that happens to a page on a real socket. */
export type RealStep =
  | { readonly type: 'write'; readonly id: OrderId }
  | {
      readonly type:
        | 'drop'
        | 'destroy'
        | 'duplicate'
        | 'refetch'
        | 'hide'
        | 'show'
        | 'reload'
        | 'cancel'
        | 'denyOnce';
    }
  /** Lets the machine run: that many turns of its event loop. */
  | { readonly type: 'turns'; readonly count: number };

const queryKeys = [
  ['orders', 'list'],
  ['orders', 'detail', 'a'],
  ['orders', 'detail', 'b'],
] as const;

/** Lets the event loop turn. */
export const turns = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A page with a bridge on the real client, pusher-js and the local server. */
export class RealWorld {
  readonly server: DevServer;
  readonly client: RealtimeClient<TestChannels>;
  readonly queryClient: QueryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  readonly #versions = { a: 0, b: 0 };
  readonly #stops: (() => void)[] = [];
  #denials = 0;
  #bridge: QueryBridge<TestChannels>;
  #stopWatch: () => void;

  static async start(): Promise<RealWorld> {
    return new RealWorld(await startDevServer({ apps: [{ id: 'app', key: 'key', secret: 'secret' }] }));
  }

  private constructor(server: DevServer) {
    this.server = server;
    this.client = createRealtimeClient({
      key: 'key',
      host: server.host,
      port: server.port,
      tls: false,
      channels,
      auth: {
        authorize: ({ socketId, channelName }) => {
          if (this.#denials > 0) {
            this.#denials -= 1;
            throw new Error('the auth endpoint is down');
          }
          const signature = createHmac('sha256', 'secret').update(`${socketId}:${channelName}`).digest('hex');
          return { auth: `key:${signature}` };
        },
      },
    });
    this.#bridge = this.#connect();
    this.#stopWatch = this.#bridge.watch('private-orders');
    this.#show();
  }

  async do(step: RealStep): Promise<void> {
    switch (step.type) {
      case 'write':
        return this.write(step.id);
      case 'drop':
        this.server.drop();
        return;
      case 'destroy':
        this.server.destroy();
        return;
      case 'duplicate':
        this.server.duplicate({ channel: 'private-orders' });
        return;
      case 'refetch':
        return void this.queryClient.refetchQueries({ queryKey: ['orders'] }, { cancelRefetch: false });
      case 'cancel':
        return void this.queryClient.cancelQueries({ queryKey: ['orders'] });
      case 'hide':
        for (const stop of this.#stops.splice(0)) stop();
        return;
      case 'show':
        if (this.#stops.length === 0) this.#show();
        return;
      case 'denyOnce':
        this.#denials = 1;
        return;
      case 'reload':
        this.#stopWatch();
        this.#bridge.dispose();
        this.#bridge = this.#connect();
        this.#stopWatch = this.#bridge.watch('private-orders');
        return;
      case 'turns':
        return turns(step.count);
    }
  }

  write(id: OrderId): void {
    this.#versions[id] += 1;
    const version = this.#versions[id];
    this.server.trigger('private-orders', version % 3 === 1 ? 'order.created' : 'order.updated', {
      orderId: id,
      version,
    });
  }

  get isLive(): boolean {
    return this.client.inspect().channels.some(({ status }) => status.isLive);
  }

  /** Queries that are not what the database has. */
  differences(): string[] {
    return queryKeys.flatMap((queryKey) => {
      const is = JSON.stringify(this.queryClient.getQueryData(queryKey));
      const should = JSON.stringify(this.#read(queryKey));
      return is === should ? [] : [`${JSON.stringify(queryKey)} is ${is}, the server has ${should}`];
    });
  }

  async end(): Promise<void> {
    await this.do({ type: 'hide' });
    this.#stopWatch();
    this.#bridge.dispose();
    this.queryClient.clear();
    this.queryClient.unmount();
    this.client.dispose();
    await this.server.stop();
  }

  #connect(): QueryBridge<TestChannels> {
    const { client, queryClient } = this;
    return createQueryBridge({ client, queryClient, rules: simRules, wait: 5, maxWait: 50 });
  }

  #show(): void {
    for (const queryKey of queryKeys) {
      const observer = new QueryObserver(this.queryClient, {
        queryKey,
        staleTime: Number.POSITIVE_INFINITY,
        queryFn: async () => {
          const read = this.#read(queryKey);
          await turns(20);
          return read;
        },
      });
      this.#stops.push(observer.subscribe(() => {}));
    }
  }

  #read([, kind, id]: (typeof queryKeys)[number]): unknown {
    if (kind === 'list') return { ...this.#versions };
    return { orderId: id, version: this.#versions[id as OrderId] };
  }
}
