import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { PusherService } from '../src/index.ts';
import { config } from './fixtures.ts';
import { startRecorder } from './recorder.ts';
import { channels, createUses } from './uses.ts';

describe('the examples in docs/server.md', () => {
  it('are the code that is compiled and run here', () => {
    const guide = readFileSync(new URL('../../../docs/server.md', import.meta.url), 'utf8');
    const ran = readFileSync(new URL('./uses.ts', import.meta.url), 'utf8').replace(/\s+/g, ' ');
    const section = guide.slice(guide.indexOf('## Examples'), guide.indexOf('## Troubleshooting'));
    const blocks = [...section.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) =>
      code.trim().replace(/\s+/g, ' '),
    );
    expect(blocks).toHaveLength(7);
    for (const block of blocks) expect(ran).toContain(block);
  });

  it('send the events that they describe, to the channels that they name', async () => {
    const recorder = await startRecorder();
    onTestFinished(recorder.stop);
    const at = { ...config, host: '127.0.0.1', port: recorder.port, tls: false };
    const uses = createUses(new PusherService(at, { channels }));
    const results = [
      await uses.notifyUser('7', 'Your order has been sent'),
      await uses.announce('Maintenance at noon'),
      await uses.say('lobby', '7', 'hello', '1.2'),
      await uses.showMetrics({ orders: 3 }),
      await uses.changeOrderStatus(9, '7', 'sent'),
      await uses.setStock(5, 0, 2),
    ];
    expect(results.map(({ ok }) => ok)).toEqual(Array(6).fill(true));
    expect(
      recorder.requests.map(({ body }) => JSON.parse(body)).map(({ channels, name }) => [channels, name]),
    ).toEqual([
      [['private-user.7'], 'notification'],
      [['system'], 'announcement'],
      [['presence-chat.lobby'], 'new-message'],
      [['private-dashboard'], 'metrics'],
      [['private-order.9', 'private-user.7'], 'order.status'],
      [['private-inventory'], 'stock'],
    ]);
    const handler = uses.createPresenceLog(vi.fn());
    expect((await handler(new Request('https://app.example/', { method: 'POST' }))).status).toBe(415);
  });
});
