import { createHash } from 'node:crypto';
import { channel, defineChannels, event } from '@channelkit/core';
import { fnv1a } from '@channelkit/core/contract/internal';
import nacl from 'tweetnacl';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Continuity } from '../src/continuity/continuity.ts';
import { positionOf } from '../src/continuity/position.ts';
import {
  createEventLog,
  type EventLogOptions,
  PusherService,
  type PusherServiceOptions,
} from '../src/index.ts';
import { createMemoryDatabase, type MemoryTransaction } from '../src/testing/index.ts';
import { config, masterKey, silent } from './fixtures.ts';
import { type Answer, startRecorder } from './recorder.ts';

const channels = defineChannels({
  'private-orders': { 'order.updated': z.object({ orderId: z.number(), note: z.string().optional() }) },
  'private-jobs': channel({
    durable: true,
    events: { done: z.strictObject({ job: z.number(), note: z.string().optional() }) },
  }),
  'private-encrypted-diary': channel({ durable: true, events: { entry: event<{ text: string }>() } }),
  'presence-room': channel({ durable: true, events: { moved: event<{ to: string } | string>() } }),
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

function setUp(options: EventLogOptions = {}) {
  const database = createMemoryDatabase();
  const at = { ...config, host: '127.0.0.1', port: recorder.port, tls: false };
  const service = (more: Partial<PusherServiceOptions<typeof channels.definitions>> = {}, enabled = true) =>
    new PusherService({ ...at, enabled }, { channels, ...silent, ...more });
  const log = createEventLog(service(), database.port, { retryDelay: () => 0, ...options });
  return { ...database, service, log };
}
const sent = () =>
  recorder.requests.flatMap(
    ({ body }) => JSON.parse(body).batch as { channel: string; name: string; data: string }[],
  );
const order = (orderId: number) =>
  ({ channel: 'private-orders', event: 'order.updated', data: { orderId } }) as const;

const job = (n: number, more: { note?: string; socketId?: string } = {}) => {
  const { socketId, ...data } = more;
  return { channel: 'private-jobs', event: 'done', data: { job: n, ...data }, socketId } as const;
};
/** What a client gets to see of the durable events that were sent. */
const received = () =>
  sent().map(({ data }) => {
    const { $continuity, ...payload } = JSON.parse(data) as Record<string, unknown>;
    return { payload, ...($continuity as Continuity) };
  });

describe('createEventLog', () => {
  it('sends an event that was appended in a transaction after its commit, and forgets it', async () => {
    const { log, events, transaction } = setUp();
    await transaction((tx) => log.append(tx, order(7)));
    expect(recorder.requests).toEqual([]);
    expect(await log.flush()).toEqual({ sent: 1, retried: 0, failed: 0 });
    expect(sent()).toEqual([{ channel: 'private-orders', name: 'order.updated', data: '{"orderId":7}' }]);
    expect(events()).toEqual([]);
  });

  it('sends no event of a transaction that was rolled back', async () => {
    const { log, transaction } = setUp();
    const failing = transaction(async (tx) => {
      await log.append(tx, order(7));
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await log.flush()).toEqual({ sent: 0, retried: 0, failed: 0 });
    expect(recorder.requests).toEqual([]);
  });

  it('rolls the transaction back when an event could never be sent', async () => {
    const { log, events, transaction } = setUp();
    const refused = async (event: object, code: string) => {
      const appended = transaction((tx) => log.append(tx, order(1), { ...order(7), ...event } as never));
      await expect(appended).rejects.toMatchObject({ code });
      expect(events()).toEqual([]);
    };
    await refused({ data: { orderId: 'x' } }, 'CK108');
    await refused({ channel: 'private-order' }, 'CK106');
    await refused({ channel: 'private order' }, 'CK101');
    await refused({ event: 'order.lost' }, 'CK106');
    await refused({ data: { orderId: 1n } }, 'CK609');
    await refused({ data: { orderId: 1, note: 'x'.repeat(11_000) } }, 'CK605');
    await refused({ socketId: 'mine' }, 'CK606');
  });

  it('sends an event again with the same id when the process dies before it records the outcome', async () => {
    const { log, port, events, transaction } = setUp({ lease: 0 });
    await transaction((tx) => log.append(tx, job(7)));
    vi.spyOn(port, 'settle').mockRejectedValueOnce(new Error('the process died'));
    await expect(log.flush()).rejects.toThrow('the process died');
    await log.flush();
    const [row] = events();
    expect(sent().map(({ data }) => JSON.parse(data).$continuity.id)).toEqual([row?.id, row?.id]);
    expect(row?.state).toBe('kept');
  });

  it('does not send an event that another worker has claimed until its lease expires', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { log, port, transaction } = setUp();
    await transaction((tx) => log.append(tx, order(7)));
    await port.claim({ limit: 1, now: Date.now(), leasedUntil: Date.now() + 30_000 });
    expect((await log.flush()).sent).toBe(0);
    vi.setSystemTime(Date.now() + 30_000);
    expect((await log.flush()).sent).toBe(1);
  });

  it('keeps events for a retry while the server is down', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { log, events, transaction } = setUp({ retryDelay: (attempts) => attempts * 1_000 });
    answer = () => 'drop';
    await transaction((tx) => log.append(tx, order(1), order(2)));
    expect(await log.flush()).toEqual({ sent: 0, retried: 2, failed: 0 });
    expect(events().map(({ attempts, dueAt }) => [attempts, dueAt - Date.now()])).toEqual([
      [1, 1_000],
      [1, 1_000],
    ]);
    expect(await log.flush()).toEqual({ sent: 0, retried: 0, failed: 0 });
    answer = () => ({});
    vi.setSystemTime(Date.now() + 1_000);
    expect(await log.flush()).toEqual({ sent: 2, retried: 0, failed: 0 });
  });

  it('stops at a batch that fails, and then sends its events one by one', async () => {
    const { log, transaction } = setUp();
    answer = () => 'drop';
    await transaction((tx) => log.append(tx, ...Array.from({ length: 12 }, (_, n) => order(n))));
    expect(await log.flush()).toEqual({ sent: 0, retried: 10, failed: 0 });
    expect(recorder.requests).toHaveLength(1);
    answer = () => ({});
    expect(await log.flush()).toEqual({ sent: 12, retried: 0, failed: 0 });
    const sizes = recorder.requests.slice(1).map(({ body }) => JSON.parse(body).batch.length);
    expect(sizes).toEqual([...Array(10).fill(1), 2]);
  });

  it('gives up an event that no retry can send, reports it, and sends the others', async () => {
    const onError = vi.fn();
    const { events, service, port, transaction } = setUp();
    let maxPayload = 20_000;
    const log = createEventLog(() => service({ maxPayload }), port, { onError });
    const large = { ...order(1), data: { orderId: 1, note: 'x'.repeat(11_000) } };
    await transaction((tx) => log.append(tx, large, order(2)));
    maxPayload = 10_000;
    expect(await log.flush()).toEqual({ sent: 1, retried: 0, failed: 1 });
    expect(events().map(({ state }) => state)).toEqual(['failed']);
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: 'CK605' });
  });

  it('sends many events in order, ten per request', async () => {
    const { log, transaction } = setUp();
    await transaction((tx) => log.append(tx, ...Array.from({ length: 25 }, (_, n) => order(n))));
    const [first, second] = await Promise.all([log.flush(), log.flush()]);
    expect([first.sent, second]).toEqual([25, first]);
    expect(recorder.requests).toHaveLength(3);
    expect(sent().map(({ data }) => JSON.parse(data).orderId)).toEqual(
      Array.from({ length: 25 }, (_, n) => n),
    );
  });

  it('lets two workers share the work, and sends each event once', async () => {
    const { log, service, port, events, transaction } = setUp();
    const other = createEventLog(service(), port);
    await transaction((tx) => log.append(tx, ...Array.from({ length: 40 }, (_, n) => job(n))));
    const results = await Promise.all([log.flush(), other.flush()]);
    expect(results.map((result) => result.sent > 0)).toEqual([true, true]);
    const serials = received().map(({ position }) => Number(position.split(':')[1]));
    expect(serials.toSorted((one, two) => one - two)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    expect(events().every(({ state }) => state === 'kept')).toBe(true);
  });

  it('reads a replaceable service at each use, and writes nothing while realtime is off', async () => {
    const { port, events, service, transaction } = setUp();
    let enabled = false;
    const given: unknown[] = [];
    const log = createEventLog(async (tx?: MemoryTransaction) => {
      given.push(tx);
      return service({}, enabled);
    }, port);
    const empty = await transaction(async (tx) => {
      await log.append(tx, order(7));
      return tx;
    });
    expect(given).toEqual([empty]);
    expect(events()).toEqual([]);
    enabled = true;
    await transaction((tx) => log.append(tx, order(8)));
    expect((await log.flush()).sent).toBe(1);
  });

  it('flushes at an interval until it is stopped, and survives a failing database', async () => {
    const onError = vi.fn();
    const { log, port, events, transaction } = setUp({ onError });
    const claim = vi.spyOn(port, 'claim').mockRejectedValueOnce(new Error('no database'));
    const stop = log.start({ interval: 1 });
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce(), { timeout: 10_000 });
    await transaction((tx) => log.append(tx, order(7)));
    await vi.waitFor(() => expect(sent()).toHaveLength(1), { timeout: 10_000 });
    await stop();
    const claims = claim.mock.calls.length;
    await transaction((tx) => log.append(tx, order(8)));
    expect(claim.mock.calls).toHaveLength(claims);
    expect(events().map(({ state }) => state)).toEqual(['waiting']);
  });

  it('has no flush running once it has stopped, including flushes that the program started', async () => {
    const { log, port, events, transaction } = setUp();
    await transaction((tx) => log.append(tx, order(7)));
    const stop = log.start({ interval: 60_000 });
    await vi.waitFor(() => expect(events()).toEqual([]), { timeout: 10_000 });
    await new Promise(setImmediate);
    let settle = () => {};
    const held = new Promise<void>((resolve) => (settle = resolve));
    const settling = vi.spyOn(port, 'settle').mockImplementationOnce(() => held);
    await transaction((tx) => log.append(tx, order(8)));
    const flushed = log.flush();
    await vi.waitFor(() => expect(settling).toHaveBeenCalledOnce(), { timeout: 10_000 });
    let stopped = false;
    const ended = stop().then(() => (stopped = true));
    await new Promise(setImmediate);
    expect(stopped).toBe(false);
    settle();
    await Promise.all([ended, flushed]);
  });
});

describe('a durable channel', () => {
  it('sends its events with their positions, once the schema has read the payload', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_764_435_600_000 });
    const { log, events, transaction } = setUp();
    await transaction((tx) => log.append(tx, job(1), order(5), job(2)));
    expect(await log.flush()).toEqual({ sent: 3, retried: 0, failed: 0 });
    const [first, open, second] = received();
    const [one, two] = events();
    const place = (serial: number, name = 'private-jobs') =>
      positionOf({ channel: name, epoch: one?.epoch ?? '', serial });
    expect(first).toEqual({ payload: { job: 1 }, position: place(1), id: one?.id, at: Date.now() });
    expect(second).toMatchObject({ payload: { job: 2 }, position: place(2), id: two?.id });
    expect(open).toEqual({ payload: { orderId: 5 } });
    expect(events().map(({ state, serial }) => [state, serial])).toEqual([
      ['kept', 1],
      ['kept', 2],
    ]);
    const { channels: stand, at } = await log.positions(['private-jobs', 'presence-room']);
    expect(at).toBe(Date.now());
    expect(stand).toEqual({ 'private-jobs': place(2), 'presence-room': place(0, 'presence-room') });
  });

  it('encrypts the position with the payload', async () => {
    const { log, transaction } = setUp();
    const entry = { channel: 'private-encrypted-diary', event: 'entry', data: { text: 'Dear' } } as const;
    await transaction((tx) => log.append(tx, entry));
    await log.flush();
    const { nonce, ciphertext } = JSON.parse(sent()[0]?.data ?? '') as { nonce: string; ciphertext: string };
    const key = createHash('sha256').update('private-encrypted-diary').update(atob(masterKey)).digest();
    const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
    const opened = nacl.secretbox.open(bytes(ciphertext), bytes(nonce), new Uint8Array(key));
    const position = expect.stringMatching(/^[0-9a-f]{16}-\w+:1$/);
    expect(JSON.parse(Buffer.from(opened ?? []).toString())).toEqual({
      text: 'Dear',
      $continuity: { position, id: expect.any(String), at: expect.any(Number) },
    });
  });

  it('names the run of events before it that one connection did not get', async () => {
    const { log, transaction } = setUp();
    await transaction((tx) => log.append(tx, job(1), job(2, { socketId: '1.2' })));
    await transaction((tx) => log.append(tx, job(3, { socketId: '3.4' })));
    await transaction((tx) => log.append(tx, job(4), job(5)));
    await log.flush();
    const [epoch] = (received()[0]?.position ?? '').split(':');
    const two = [2, fnv1a(`1.2:${epoch}:2`)];
    const three = [3, fnv1a(`3.4:${epoch}:3`)];
    expect(received().map(({ skipped }) => skipped)).toEqual([
      undefined,
      undefined,
      [two],
      [two, three],
      undefined,
    ]);
    await transaction((tx) =>
      log.append(tx, ...Array.from({ length: 25 }, () => job(6, { socketId: '1.2' })), job(7)),
    );
    await log.flush();
    const serials = received()
      .at(-1)
      ?.skipped?.map(([serial]) => serial);
    expect(serials).toEqual(Array.from({ length: 20 }, (_, index) => 11 + index));
  });

  it('refuses payloads that are no object, and those that have the reserved key', async () => {
    const { log, events, transaction } = setUp();
    const moved = (data: unknown) =>
      transaction((tx) =>
        log.append(tx, { channel: 'presence-room', event: 'moved', data: data as { to: string } }),
      );
    for (const data of ['up', 7, null, true, ['up'], new Date(0)])
      await expect(moved(data)).rejects.toMatchObject({ code: 'CK614' });
    const reserved = { to: 'up', $continuity: { position: 'a:1' } };
    await expect(moved(reserved)).rejects.toMatchObject({ code: 'CK615' });
    await expect(moved({ to: 'up', toJSON: () => reserved })).rejects.toMatchObject({ code: 'CK615' });
    // Elsewhere, both are payloads like any other.
    const stripped = { ...order(1), data: { orderId: 1, $continuity: 1 } as { orderId: number } };
    await transaction((tx) => log.append(tx, stripped));
    await moved({ to: 'up', nested: { $continuity: 1 } });
    expect(events().map(({ serial }) => serial)).toEqual([null, 1]);
  });

  it.each([
    ['private-jobs', 'done', (note: string) => ({ job: 1, note })],
    ['private-encrypted-diary', 'entry', (text: string) => ({ text })],
  ] as const)(
    'takes a payload on %s up to the limit, whatever its place in the log',
    async (name, type, data) => {
      const { log, transaction } = setUp();
      const appendSize = (size: number, socketId?: string) =>
        transaction((tx) =>
          log.append(tx, { channel: name, event: type, data: data('x'.repeat(size)), socketId } as never),
        );
      let [fits, tooMuch] = [1_000, 10_240];
      while (tooMuch - fits > 1) {
        const middle = Math.floor((fits + tooMuch) / 2);
        const ok = await appendSize(middle).then(
          () => true,
          ({ code }: { code: string }) => code !== 'CK605',
        );
        if (ok) fits = middle;
        else tooMuch = middle;
      }
      for (let n = 0; n < 25; n += 1) await appendSize(1, '1.2');
      await appendSize(fits);
      const { failed, retried } = await log.flush();
      expect({ failed, retried }).toEqual({ failed: 0, retried: 0 });
      const largest = Math.max(...sent().map((one) => Buffer.byteLength(one.data)));
      expect(largest).toBeLessThanOrEqual(10_240);
      expect(largest).toBeGreaterThan(10_150);
    },
  );

  it('replays the reference that was sent in place of a large payload', async () => {
    const { service, port, transaction } = setUp();
    const oversize = vi.fn((payload: unknown) => ({ job: (payload as { job: number }).job }));
    const log = createEventLog(service({ oversize }), port);
    await transaction((tx) => log.append(tx, job(1, { note: 'x'.repeat(11_000) })));
    await log.flush();
    expect(received().map(({ payload }) => payload)).toEqual([{ job: 1 }]);
    expect(oversize).toHaveBeenCalledOnce();
    const broken = createEventLog(service({ oversize: () => 'none' }), port);
    const room = { channel: 'presence-room', event: 'moved', data: { to: 'x'.repeat(11_000) } } as const;
    await expect(transaction((tx) => broken.append(tx, room))).rejects.toMatchObject({ code: 'CK614' });
  });

  it('is logged while realtime is switched off, and not sent later', async () => {
    const { service, port, events, transaction } = setUp();
    let enabled = false;
    const log = createEventLog(() => service({}, enabled), port);
    const before = (await log.positions(['private-jobs'])).channels['private-jobs'] as string;
    await transaction((tx) => log.append(tx, job(1), order(1)));
    expect(events().map(({ channel: name, state }) => [name, state])).toEqual([['private-jobs', 'kept']]);
    enabled = true;
    await transaction((tx) => log.append(tx, job(2)));
    expect(await log.flush()).toEqual({ sent: 1, retried: 0, failed: 0 });
    expect(received().map(({ position }) => position.split(':')[1])).toEqual(['2']);
    const { 'private-jobs': answer } = await log.replay({ 'private-jobs': before });
    expect(answer).toMatchObject({ events: [{ data: { job: 1 } }, { data: { job: 2 } }] });
  });

  it('gives a client by replay what could never be sent', async () => {
    const { service, port, transaction } = setUp();
    let maxPayload = 20_000;
    const log = createEventLog(() => service({ maxPayload }), port, { onError: () => {} });
    const { channels: stand } = await log.positions(['private-jobs']);
    await transaction((tx) => log.append(tx, job(1, { note: 'x'.repeat(11_000) }), job(2)));
    maxPayload = 10_000;
    expect(await log.flush()).toEqual({ sent: 1, retried: 0, failed: 1 });
    const { 'private-jobs': answer } = await log.replay(stand);
    expect(answer).toMatchObject({ events: [{ data: { job: 1 } }, { data: { job: 2 } }] });
  });

  it('keeps what its retention says, and trims about once a minute', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { log, port, events, transaction } = setUp({ retention: { age: 1_000, count: 3 } });
    await transaction((tx) => log.append(tx, ...[1, 2, 3, 4, 5].map((n) => job(n))));
    expect(await log.trim()).toBe(0);
    await log.flush();
    expect(await log.trim()).toBe(2);
    vi.setSystemTime(Date.now() + 999);
    await transaction((tx) => log.append(tx, job(6)));
    vi.setSystemTime(Date.now() + 2);
    expect(await log.trim()).toBe(3);
    expect(events().map(({ serial }) => serial)).toEqual([6]);
    const trim = vi.spyOn(port, 'trim');
    const claim = vi.spyOn(port, 'claim');
    const stop = log.start({ interval: 1 });
    await vi.waitFor(() => expect(claim.mock.calls.length).toBeGreaterThan(5), { timeout: 10_000 });
    expect(trim).toHaveBeenCalledTimes(1);
    vi.setSystemTime(Date.now() + 60_000);
    await vi.waitFor(() => expect(trim).toHaveBeenCalledTimes(2), { timeout: 10_000 });
    await stop();
  });

  it('reports a trim that fails, and goes on', async () => {
    const onError = vi.fn();
    const { log, port, transaction } = setUp({ onError });
    vi.spyOn(port, 'trim').mockRejectedValue(new Error('no database'));
    const stop = log.start({ interval: 1 });
    await vi.waitFor(() => expect(onError).toHaveBeenCalledOnce(), { timeout: 10_000 });
    await transaction((tx) => log.append(tx, job(1)));
    await vi.waitFor(() => expect(sent()).toHaveLength(1), { timeout: 10_000 });
    await stop();
  });

  it('begins an epoch with what still has to be sent', async () => {
    const { log, transaction } = setUp();
    await transaction((tx) => log.append(tx, job(1)));
    await log.flush();
    const { channels: old } = await log.positions(['private-jobs']);
    await transaction((tx) => log.append(tx, job(2)));
    await transaction((tx) => log.reset(tx));
    const { channels: stand } = await log.positions(['private-jobs']);
    const [epoch, serial] = (stand['private-jobs'] ?? '').split(':');
    expect(serial).toBe('1');
    expect(await log.replay(old)).toEqual({
      'private-jobs': { position: stand['private-jobs'], lost: 'epoch' },
    });
    await log.flush();
    expect(received().at(-1)).toMatchObject({ payload: { job: 2 }, position: `${epoch}:1` });
  });

  it('has positions of durable channels only', async () => {
    const { log } = setUp();
    await expect(log.positions(['private-orders'])).rejects.toMatchObject({ code: 'CK616' });
    await expect(log.positions(['private-nothing' as 'private-jobs'])).rejects.toMatchObject({
      code: 'CK106',
    });
  });
});
