import type { QueryClient } from '@tanstack/react-query';
import { expectTypeOf, test } from 'vitest';
import {
  createQueryBridge,
  defineQueryRules,
  patch,
  type QueryClientPort,
  type QueryRules,
} from '../src/index.ts';
import { channels, type InvoiceEvent, type Order, type TestChannels } from './support/contract.ts';
import { createFakeClient } from './support/fakeClient.ts';

test("react-query's QueryClient fits the port", () => {
  expectTypeOf<QueryClient>().toExtend<QueryClientPort>();
});

test('rules are typed by the contract', () => {
  defineQueryRules(channels, (on) => [
    on('private-invoice.{invoiceId}', '*', ({ params }) => {
      expectTypeOf(params).toEqualTypeOf<{ readonly invoiceId: string }>();
      return [['invoices', params.invoiceId]];
    }),
    on(
      'private-orders',
      ['order.created', 'order.updated'],
      ({ data, event }) => {
        expectTypeOf(data).toEqualTypeOf<Order>();
        expectTypeOf(event).toEqualTypeOf<'order.created' | 'order.updated'>();
        return [['orders'], { queryKey: ['orders', data.orderId], exact: true }];
      },
      { catchUp: () => [['orders']] },
    ),
    on(
      'private-invoice.{invoiceId}',
      '*',
      ({ data, message }) => {
        expectTypeOf(data).toEqualTypeOf<InvoiceEvent>();
        expectTypeOf(message.event).toEqualTypeOf<'invoice.updated' | 'payment.received'>();
        return [];
      },
      {
        catchUp: ({ params }) => {
          expectTypeOf(params.invoiceId).toEqualTypeOf<string>();
          return [['invoices', params.invoiceId]];
        },
      },
    ),
  ]);
});

test('a rule that reads data must give catch-up keys', () => {
  const rules = defineQueryRules(channels, (on) => [
    // @ts-expect-error data is there only with catchUp
    on('private-orders', 'order.updated', ({ data }) => [['orders', data.orderId]]),
    // @ts-expect-error without catchUp it is not
    on('private-orders', 'order.updated', (context) => [['orders', context.data.orderId]], {
      onFirst: 'trust',
    }),
  ]);
  expectTypeOf(rules).toExtend<QueryRules<TestChannels>>();
});

test('unknown patterns and events, and a key in place of a list, do not compile', () => {
  const define = () =>
    defineQueryRules(channels, (on) => [
      // @ts-expect-error no such pattern
      on('private-nothing', '*', () => []),
      // @ts-expect-error no such event
      on('private-orders', 'order.eaten', () => []),
      // @ts-expect-error a key is not a list of keys
      on('private-orders', '*', () => ['orders']),
    ]);
  expectTypeOf(define).toBeFunction();
});

test('a patch gets the data of its event', () => {
  defineQueryRules(channels, (on) => [
    on(
      'private-orders',
      'order.updated',
      ({ data }) =>
        patch(
          ['orders', data.orderId],
          (old: Order, order) => {
            expectTypeOf(order).toEqualTypeOf<Order>();
            return order.version > old.version ? order : old;
          },
          { isNewer: (old, order) => order.version > old.version },
        ),
      { catchUp: () => [['orders']] },
    ),
  ]);
});

test('watch takes the channels of the contract, and holdWhile the given QueryClient', () => {
  const use = (queryClient: QueryClient) => {
    const bridge = createQueryBridge({
      client: createFakeClient(channels).client,
      queryClient,
      rules: defineQueryRules(channels, () => []),
      holdWhile: (context) => {
        expectTypeOf(context.queryClient).toEqualTypeOf<QueryClient>();
        return false;
      },
    });
    bridge.watch('private-invoice.7');
    bridge.watch({ pattern: 'private-invoice.{invoiceId}', params: { invoiceId: 7 } });
    // @ts-expect-error no such channel
    bridge.watch('private-nothing');
  };
  expectTypeOf(use).toBeFunction();
});
