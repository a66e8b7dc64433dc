import { createRealtimeClient, defineChannels, event } from '@channelkit/core';
import { createQueryBridge, defineQueryRules } from '@channelkit/tanstack-query';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import type { Person } from './person.ts';

const channels = defineChannels({
  'private-orders': { 'order.created': event(), 'order.updated': event() },
});
const rules = defineQueryRules(channels, (on) => [on('private-orders', '*', () => [['orders', 'list']])]);

/** The kitchen board without its page: one socket, one cached list, the bridge between them. */
export class BoardClient {
  fetches = 0;
  readonly close: () => void;

  private constructor(close: () => void) {
    this.close = close;
  }

  static async open(person: Person): Promise<BoardClient> {
    const config = (await person.get('/api/client-config')) as { key: string };
    const client = createRealtimeClient({
      ...config,
      channels,
      auth: { endpoint: `${person.url}/api/pusher/auth`, headers: { Cookie: person.cookie } },
    });
    const queryClient = new QueryClient({
      defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } },
    });
    const board = new BoardClient(() => {
      stop();
      bridge.dispose();
      lease.release();
      client.dispose();
    });
    const stop = new QueryObserver(queryClient, {
      queryKey: ['orders', 'list'],
      queryFn: () => {
        board.fetches += 1;
        return person.get('/api/orders');
      },
    }).subscribe(() => {});
    const bridge = createQueryBridge({ client, queryClient, rules });
    const lease = client.acquire('private-orders');
    await new Promise<void>((resolve) => {
      const check = () => lease.status.getSnapshot().isLive && resolve();
      lease.status.subscribe(check);
      check();
    });
    return board;
  }
}
