import { channel, defineChannels, event } from '@channelkit/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createOutbox, type OutboxOptions, PusherService } from '../src/index.ts';
import { config, silent } from './fixtures.ts';
import { createMemoryDatabase, type MemoryTransaction } from './memoryOutboxPort.ts';
import { type Answer, startRecorder } from './recorder.ts';

const channels = defineChannels({
  'private-orders': { 'order.updated': z.object({ orderId: z.number(), eventId: z.string().optional() }) },
  'presence-room': channel({ events: { moved: event<{ to: string }>() } }),
});

let recorder: Awaited<ReturnType<typeof startRecorder>>;
let answer: () => Answer | 'drop';
beforeEach(async () => {
  answer = () => ({});
  recorder = await startRecorder(() => answer());
});
afterEach(async () => {
  vi.useRealTimers();
  await recorder.stop();
});

function setUp(options: OutboxOptions = {}) {
  const database = createMemoryDatabase();
  const at = { ...config, host: '127.0.0.1', port: recorder.port, tls: false };
  const pusher = new PusherService(at, { channels, ...silent });
  const outbox = createOutbox(pusher, database.port, { retryDelay: () => 0, ...options });
  return { ...database, outbox };
}
const sent = () =>
  recorder.requests.flatMap(
    ({ body }) => JSON.parse(body).batch as { channel: string; name: string; data: string }[],
  );
const order = (orderId: number) =>
  ({ channel: 'private-orders', event: 'order.updated', data: { orderId } }) as const;

describe('createOutbox', () => {
  it('sends an event that was added in a transaction after its commit, with an id', async () => {
    const { outbox, transaction } = setUp();
    const [id] = await transaction((tx) =>
      outbox.add(tx, (eventId) => ({
        channel: 'private-orders',
        event: 'order.updated',
        data: { orderId: 7, eventId },
      })),
    );
    expect(recorder.requests).toEqual([]);
    expect(await outbox.flush()).toEqual({ sent: 1, retried: 0, failed: 0 });
    expect(sent()).toEqual([
      { channel: 'private-orders', name: 'order.updated', data: JSON.stringify({ orderId: 7, eventId: id }) },
    ]);
  });

  it('sends no event of a transaction that was rolled back', async () => {
    const { outbox, transaction } = setUp();
    const failing = transaction(async (tx) => {
      await outbox.add(tx, order(7));
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await outbox.flush()).toEqual({ sent: 0, retried: 0, failed: 0 });
    expect(recorder.requests).toEqual([]);
  });

  it('rolls the transaction back when an event could never be sent', async () => {
    const { outbox, rows, transaction } = setUp();
    const bad = { ...order(7), data: { orderId: 'x' as unknown as number } };
    await expect(transaction((tx) => outbox.add(tx, order(1), bad))).rejects.toMatchObject({ code: 'CK108' });
    expect(rows).toEqual([]);
  });

  it('sends an event again with the same id when the process dies before it records the outcome', async () => {
    const { outbox, port, rows, transaction } = setUp({ lease: 0 });
    const ids = await transaction((tx) =>
      outbox.add(tx, (eventId) => ({ ...order(7), data: { orderId: 7, eventId } })),
    );
    vi.spyOn(port, 'settle').mockRejectedValueOnce(new Error('the process died'));
    await expect(outbox.flush()).rejects.toThrow('the process died');
    await outbox.flush();
    expect(sent().map(({ data }) => JSON.parse(data).eventId)).toEqual([ids[0], ids[0]]);
    expect(rows[0]?.state).toBe('sent');
  });

  it('does not send an event that another worker has claimed until its lease expires', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { outbox, port, transaction } = setUp();
    await transaction((tx) => outbox.add(tx, order(7)));
    await port.claim({ limit: 1, now: Date.now(), leasedUntil: Date.now() + 30_000 });
    expect((await outbox.flush()).sent).toBe(0);
    vi.setSystemTime(Date.now() + 30_000);
    expect((await outbox.flush()).sent).toBe(1);
  });

  it('keeps events for a retry while the server is down', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { outbox, rows, transaction } = setUp({ retryDelay: (attempts) => attempts * 1_000 });
    answer = () => 'drop';
    await transaction((tx) => outbox.add(tx, order(1), order(2)));
    expect(await outbox.flush()).toEqual({ sent: 0, retried: 2, failed: 0 });
    expect(rows.map(({ attempts, dueAt }) => [attempts, dueAt - Date.now()])).toEqual([
      [1, 1_000],
      [1, 1_000],
    ]);
    expect(await outbox.flush()).toEqual({ sent: 0, retried: 0, failed: 0 });
    answer = () => ({});
    vi.setSystemTime(Date.now() + 1_000);
    expect(await outbox.flush()).toEqual({ sent: 2, retried: 0, failed: 0 });
  });

  it('stops at a batch that fails, and then sends its events one by one', async () => {
    const { outbox, transaction } = setUp();
    answer = () => 'drop';
    await transaction((tx) => outbox.add(tx, ...Array.from({ length: 12 }, (_, n) => order(n))));
    expect(await outbox.flush()).toEqual({ sent: 0, retried: 10, failed: 0 });
    expect(recorder.requests).toHaveLength(1);
    answer = () => ({});
    expect(await outbox.flush()).toEqual({ sent: 12, retried: 0, failed: 0 });
    const sizes = recorder.requests.slice(1).map(({ body }) => JSON.parse(body).batch.length);
    expect(sizes).toEqual([...Array(10).fill(1), 2]);
  });

  it('gives up an event that no retry can send, reports it, and sends the others', async () => {
    const onError = vi.fn();
    const { outbox, rows, transaction } = setUp({ onError });
    const large = { ...order(1), data: { orderId: 1, eventId: 'x'.repeat(11_000) } };
    await transaction((tx) => outbox.add(tx, large, order(2)));
    expect(await outbox.flush()).toEqual({ sent: 1, retried: 0, failed: 1 });
    expect(rows.map(({ state }) => state)).toEqual(['failed', 'sent']);
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: 'CK605' });
  });

  it('sends many events in order, ten per request', async () => {
    const { outbox, transaction } = setUp();
    await transaction((tx) => outbox.add(tx, ...Array.from({ length: 25 }, (_, n) => order(n))));
    const [first, second] = await Promise.all([outbox.flush(), outbox.flush()]);
    expect([first.sent, second]).toEqual([25, first]);
    expect(recorder.requests).toHaveLength(3);
    expect(sent().map(({ data }) => JSON.parse(data).orderId)).toEqual(
      Array.from({ length: 25 }, (_, n) => n),
    );
  });

  it('reads a replaceable service at each use, and writes nothing while realtime is off', async () => {
    const { port, rows, transaction } = setUp();
    const at = { ...config, host: '127.0.0.1', port: recorder.port, tls: false };
    let enabled = false;
    const given: unknown[] = [];
    const outbox = createOutbox(async (tx?: MemoryTransaction) => {
      given.push(tx);
      return new PusherService({ ...at, enabled }, { channels });
    }, port);
    const empty = await transaction(async (tx) => {
      expect(await outbox.add(tx, order(7))).toEqual([]);
      return tx;
    });
    expect(given).toEqual([empty]);
    expect(rows).toEqual([]);
    enabled = true;
    await transaction((tx) => outbox.add(tx, order(8)));
    expect((await outbox.flush()).sent).toBe(1);
  });

  it('flushes at an interval until it is stopped, and survives a failing database', async () => {
    const onError = vi.fn();
    const { outbox, port, rows, transaction } = setUp({ onError });
    const claim = vi.spyOn(port, 'claim').mockRejectedValueOnce(new Error('no database'));
    const stop = outbox.start({ interval: 1 });
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce(), { timeout: 10_000 });
    await transaction((tx) => outbox.add(tx, order(7)));
    await vi.waitFor(() => expect(rows[0]?.state).toBe('sent'), { timeout: 10_000 });
    await stop();
    const claims = claim.mock.calls.length;
    await transaction((tx) => outbox.add(tx, order(8)));
    expect(claim.mock.calls).toHaveLength(claims);
    expect(rows[1]?.state).toBe('waiting');
  });
  it('has no flush running once it has stopped, including flushes that the program started', async () => {
    const { outbox, port, rows, transaction } = setUp();
    await transaction((tx) => outbox.add(tx, order(7)));
    const stop = outbox.start({ interval: 60_000 });
    await vi.waitFor(() => expect(rows[0]?.state).toBe('sent'), { timeout: 10_000 });
    await new Promise(setImmediate);
    let settle = () => {};
    const held = new Promise<void>((resolve) => (settle = resolve));
    const settling = vi.spyOn(port, 'settle').mockImplementationOnce(() => held);
    await transaction((tx) => outbox.add(tx, order(8)));
    const flushed = outbox.flush();
    await vi.waitFor(() => expect(settling).toHaveBeenCalledOnce(), { timeout: 10_000 });
    let stopped = false;
    const ended = stop().then(() => (stopped = true));
    await new Promise(setImmediate);
    expect(stopped).toBe(false);
    settle();
    await Promise.all([ended, flushed]);
  });
});
