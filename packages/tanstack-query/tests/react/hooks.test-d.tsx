import { expectTypeOf, test } from 'vitest';
import { createQueryBridgeHooks, QueryBridgeProvider, useQueryBridge } from '../../src/react/index.ts';
import { orderRules } from '../support/harness.ts';

const hooks = createQueryBridgeHooks(orderRules);
const queryFn = async () => ({ version: 1 });

test('useQueryBridge takes the channels of the contract', () => {
  const use = (name: string, id: number | null) => {
    hooks.useQueryBridge('private-orders');
    hooks.useQueryBridge('private-invoice.7');
    hooks.useQueryBridge('private-invoice.{invoiceId}', { invoiceId: 7 });
    hooks.useQueryBridge({ pattern: 'private-invoice.{invoiceId}', params: { invoiceId: '7' } });
    hooks.useQueryBridge(null);
    hooks.useQueryBridge(id === null ? null : `private-invoice.${id}`);
    // @ts-expect-error no such channel
    hooks.useQueryBridge('private-nothing');
    // @ts-expect-error any string could be no channel
    hooks.useQueryBridge(name);
    // @ts-expect-error the pattern needs a parameter
    hooks.useQueryBridge('private-invoice.{invoiceId}');
    // @ts-expect-error by another name
    hooks.useQueryBridge('private-invoice.{invoiceId}', { id: 7 });
    // @ts-expect-error no such pattern
    hooks.useQueryBridge('private-nothing.{id}', { id: 7 });
    // @ts-expect-error a concrete name has no parameters
    hooks.useQueryBridge('private-invoice.7', { invoiceId: 7 });
    // @ts-expect-error the parameter is missing
    hooks.useQueryBridge({ pattern: 'private-invoice.{invoiceId}' });
  };
  expectTypeOf(use).toBeFunction();
});

test('useRealtimeQuery takes the channels of the contract and infers the data', () => {
  const use = (id: string) => {
    const options = { queryKey: ['orders'], queryFn };
    const { data, mode } = hooks.useRealtimeQuery({ ...options, live: 'private-orders' });
    expectTypeOf(data).toEqualTypeOf<{ version: number } | undefined>();
    expectTypeOf(mode).toEqualTypeOf<'connecting' | 'live' | 'retrying' | 'polling'>();
    const selected = hooks.useRealtimeQuery({
      ...options,
      select: ({ version }) => version,
      live: [
        'private-orders',
        { pattern: 'private-invoice.{invoiceId}', params: { invoiceId: id } },
        `private-invoice.${id}`,
      ],
    });
    expectTypeOf(selected.data).toEqualTypeOf<number | undefined>();
    hooks.useRealtimeQuery({ ...options, live: null });
    // @ts-expect-error no such channel
    hooks.useRealtimeQuery({ ...options, live: 'private-nothing' });
    // @ts-expect-error one of them is no channel
    hooks.useRealtimeQuery({ ...options, live: ['private-orders', 'private-nothing'] });
    // @ts-expect-error a parameter of another name
    hooks.useRealtimeQuery({ ...options, live: { pattern: 'private-invoice.{invoiceId}', params: { id } } });
    // @ts-expect-error the channels decide
    hooks.useRealtimeQuery({ ...options, live: 'private-orders', refetchInterval: 1_000 });
  };
  expectTypeOf(use).toBeFunction();
});

test('usePollingFallback takes the channels of the contract', () => {
  const use = () => {
    expectTypeOf(hooks.usePollingFallback('private-orders').refetchInterval).toEqualTypeOf<number | false>();
    hooks.usePollingFallback(['private-orders', 'private-invoice.7'], { interval: 1_000 });
    // @ts-expect-error no such channel
    hooks.usePollingFallback('private-nothing');
    // @ts-expect-error no such pattern
    hooks.usePollingFallback({ pattern: 'private-nothing' });
  };
  expectTypeOf(use).toBeFunction();
});

test('the provider of createQueryBridgeHooks takes everything but the rules', () => {
  const bound = <hooks.QueryBridgeProvider maxWait={1_000}>…</hooks.QueryBridgeProvider>;
  // @ts-expect-error they are given
  const twice = <hooks.QueryBridgeProvider rules={orderRules} />;
  expectTypeOf([bound, twice]).toBeArray();
});

test('without a contract any name will do, and a literal pattern still needs its parameters', () => {
  const use = (name: string) => {
    useQueryBridge(name);
    useQueryBridge('private-invoice.{invoiceId}', { invoiceId: 7 });
    // @ts-expect-error the pattern needs a parameter
    useQueryBridge('private-invoice.{invoiceId}');
    return <QueryBridgeProvider rules={orderRules} />;
  };
  expectTypeOf(use).toBeFunction();
});
