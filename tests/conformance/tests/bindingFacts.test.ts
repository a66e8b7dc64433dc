import Pusher from 'pusher-js';
import { expect, it } from 'vitest';
import { next, setStage } from '../pusher-js/stage.ts';

it('calls a function twice that is bound twice, and one unbind removes both', async () => {
  const { connect } = await setStage();
  const channel = connect().subscribe('orders');
  let calls = 0;
  const count = () => {
    calls += 1;
  };
  channel.bind('e', count).bind('e', count);
  channel.emit('e');
  channel.unbind('e', count);
  channel.emit('e');
  expect(calls).toBe(2);
});

it('stops at a handler that throws: later handlers are not called, and in Node no later frame is read', async () => {
  const { server, connect } = await setStage();
  const client = connect();
  const channel = client.subscribe('orders');
  await next(channel, 'pusher:subscription_succeeded');
  const other = connect().subscribe('orders');
  await next(other, 'pusher:subscription_succeeded');
  const calls: string[] = [];
  channel.bind('e', () => {
    calls.push('throws');
    throw new Error('mine');
  });
  channel.bind('e', () => calls.push('later'));
  const seen: unknown[] = [];
  other.bind('e', (data: unknown) => seen.push(data));
  server.trigger('orders', 'e', 1);
  server.trigger('orders', 'e', 2);
  await expect.poll(() => seen).toEqual([1, 2]);
  expect(calls).toEqual(['throws']);
  expect(client.connection.state).toBe('connected');
});

it('still calls a handler that was unbound during the same event', async () => {
  const { connect } = await setStage();
  const channel = connect().subscribe('orders');
  let calls = 0;
  const second = () => {
    calls += 1;
  };
  channel.bind('e', () => channel.unbind('e', second));
  channel.bind('e', second);
  channel.emit('e');
  expect(calls).toBe(1);
});

it("removes everyone's handlers when unbind() is given no function", async () => {
  const { connect } = await setStage();
  const channel = connect().subscribe('orders');
  let others = 0;
  channel.bind('e', () => {
    others += 1;
  });
  channel.unbind('e');
  channel.emit('e');
  expect(others).toBe(0);
});

it('passes metadata to handlers, but not to global ones', async () => {
  const { server, connect } = await setStage();
  const channel = connect().subscribe('orders');
  await next(channel, 'pusher:subscription_succeeded');
  const bound = new Promise((resolve) => channel.bind('e', (...args: unknown[]) => resolve(args)));
  const global = new Promise((resolve) => channel.bind_global((...args: unknown[]) => resolve(args)));
  server.trigger('orders', 'e', 1);
  expect(await bound).toEqual([1, {}]);
  expect(await global).toEqual(['e', 1]);
});

it('parses a text payload as JSON if it is valid JSON, and keeps the text otherwise', async () => {
  const { server, connect } = await setStage();
  const channel = connect().subscribe('orders');
  await next(channel, 'pusher:subscription_succeeded');
  const seen: unknown[] = [];
  channel.bind('e', (data: unknown) => void seen.push(data));
  for (const text of ['123', '"text"', 'plain', 'true', '{"n":1}']) server.trigger('orders', 'e', text);
  await expect.poll(() => seen).toEqual([123, 'text', 'plain', true, { n: 1 }]);
});

it('never releases an instance', async () => {
  const { connect } = await setStage();
  const clients = Array.from({ length: 5 }, () => connect());
  for (const client of clients) client.disconnect();
  expect(Pusher.instances).toEqual(expect.arrayContaining(clients));
});

it.each([
  ['no key', [null, { cluster: 'mt1' }]],
  ['no options', ['key']],
  ['no cluster', ['key', {}]],
])('throws a text, not an error, when it is given %s', async (_, options) => {
  const thrown = (async () => Reflect.construct(Pusher, options))();
  await expect(thrown).rejects.toBeTypeOf('string');
});
