// @vitest-environment node
import { expect, expectTypeOf, it } from 'vitest';
import * as server from '../src/index.react-server.ts';
import * as client from '../src/index.ts';

it('exports the same names in a server module', () => {
  expect(Object.keys(server).toSorted()).toEqual(Object.keys(client).toSorted());
  expectTypeOf<keyof typeof server>().toEqualTypeOf<keyof typeof client>();
});

it('exports the real functions of the contract and the client there', () => {
  expect(server.defineChannels).toBe(client.defineChannels);
  expect(server.RealtimeError).toBe(client.RealtimeError);
  const channels = server.defineChannels({ orders: { created: server.event<{ id: number }>() } });
  expect(channels.name('orders')).toBe('orders');
});

it('throws from every hook there, with the remedy', () => {
  const refused = Object.entries(server).filter(
    ([name]) => name.startsWith('use') || name === 'createRealtimeHooks',
  );
  expect(refused).toHaveLength(14);
  for (const [name, call] of refused) {
    expect(call as () => unknown).toThrow(
      expect.objectContaining({ code: 'CK404', message: expect.stringContaining(name) }),
    );
  }
});
