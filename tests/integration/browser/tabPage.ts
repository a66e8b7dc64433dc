import { createRealtimeClient, onceAcrossTabs, type TabsSnapshot } from '@channelkit/core';
import { webSocketTransport } from '@channelkit/core/websocket';

/** What a test reads of a tab, and has it do. */
export interface TabPage {
  readonly tabs: () => TabsSnapshot;
  readonly isLive: () => boolean;
  readonly heard: number[];
  gaps: number;
  readonly acted: string[];
  act(id: string): Promise<boolean>;
  release(): void;
}

declare global {
  interface Window {
    page: TabPage;
  }
}

const given = new URLSearchParams(location.search);
const client = createRealtimeClient({
  key: given.get('key') ?? '',
  host: '127.0.0.1',
  port: Number(given.get('port')),
  tls: false,
  transport: webSocketTransport(),
  auth: { endpoint: '/auth' },
  tabs: given.get('tabs') === 'own' ? 'own' : 'shared',
});
client.user.set(given.get('user'));
const lease = client.acquire('private-orders');
const heard: number[] = [];
const acted: string[] = [];
lease.on('changed', (data) => {
  const { n } = data as { n: number };
  heard.push(n);
  void onceAcrossTabs(`event ${n}`, () => acted.push(`event ${n}`));
});
window.page = {
  tabs: () => client.tabs.getSnapshot(),
  isLive: () => lease.status.getSnapshot().isLive,
  heard,
  gaps: 0,
  acted,
  act: (id) => onceAcrossTabs(id, () => acted.push(id)),
  release: () => lease.release(),
};
lease.onGap(() => {
  window.page.gaps += 1;
});
