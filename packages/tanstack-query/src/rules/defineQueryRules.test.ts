// @vitest-environment node
import { describe, expect, it, vi } from 'vitest';
import { channels } from '../../tests/support/contract.ts';
import { ChannelRules } from './channelRules.ts';
import { defineQueryRules } from './defineQueryRules.ts';

const message = (event: string, data: unknown) => ({ event, data, channel: 'private-orders', receivedAt: 0 });

describe('rules', () => {
  const rules = defineQueryRules(channels, (on) => [
    on(
      'private-orders',
      ['order.created', 'order.updated'],
      ({ data, event }) => [['orders', event, data.orderId]],
      {
        catchUp: () => [['orders']],
      },
    ),
    on('private-invoice.{invoiceId}', '*', ({ params }) => [['invoices', params.invoiceId]]),
  ]);

  it('return keys for an event', () => {
    const orders = new ChannelRules(rules, 'private-orders', vi.fn());
    expect(orders.resolve(message('order.created', { orderId: 'a', version: 1 }))).toEqual({
      filters: [{ queryKey: ['orders', 'order.created', 'a'], exact: false }],
      patches: [],
    });
  });

  it('return catch-up keys without an event', () => {
    const keysOf = (name: string) =>
      new ChannelRules(rules, name, vi.fn()).catchUp.map(({ filter }) => filter.queryKey);
    expect(keysOf('private-orders')).toEqual([['orders']]);
    expect(keysOf('private-invoice.42')).toEqual([['invoices', '42']]);
    expect(keysOf('unknown')).toEqual([]);
  });

  it('that throw are reported and fall back to their catch-up keys', () => {
    const report = vi.fn();
    const orders = new ChannelRules(rules, 'private-orders', report);
    expect(orders.resolve(message('order.created', null))).toEqual({
      filters: [{ queryKey: ['orders'], exact: false }],
      patches: [],
    });
    expect(report).toHaveBeenCalledOnce();
  });

  it('that return a key instead of a list of keys are reported with CK501', () => {
    const report = vi.fn();
    const wrong = defineQueryRules(channels, (on) => [
      on('private-orders', '*', () => ['orders'] as unknown as readonly (readonly unknown[])[]),
    ]);
    new ChannelRules(wrong, 'private-orders', report);
    expect(report).toHaveBeenCalledWith(expect.objectContaining({ code: 'CK501' }));
  });

  it.each([
    ['pattern', 'private-nothing', '*'],
    ['event', 'private-orders', 'order.eaten'],
  ])('for an unknown %s are refused at definition', (_what, pattern, event) => {
    const define = () => defineQueryRules(channels, (on) => [on(pattern as never, event as never, () => [])]);
    expect(define).toThrow(expect.objectContaining({ code: 'CK501' }));
  });
});
