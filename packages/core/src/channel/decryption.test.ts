import { expect, it, vi } from 'vitest';
import type { AuthorizationData } from '../options.ts';
import { createManualTimers } from '../testing/index.ts';
import { EncryptedEvents } from './encryptedEvents.ts';

const answer = { auth: 'a', shared_secret: 's' };

function makeEvents() {
  const timers = createManualTimers();
  const onMissed = vi.fn<(since: number) => void>();
  return { timers, onMissed, events: new EncryptedEvents(timers, onMissed) };
}

it('tells a failure to all who wait for the key, and asks anew for the next (11)', async () => {
  const { timers, events } = makeEvents();
  const [first, second, third] = [vi.fn(), vi.fn(), vi.fn()];
  const failure = new Error('no key');
  const ask = vi
    .fn<() => Promise<AuthorizationData>>()
    .mockRejectedValueOnce(failure)
    .mockResolvedValue(answer);
  events.askKey(first, ask);
  events.askKey(second, ask);
  await timers.settle();
  events.askKey(third, ask);
  await timers.settle();
  expect(ask).toHaveBeenCalledTimes(2);
  for (const told of [first, second]) expect(told).toHaveBeenCalledExactlyOnceWith(failure, null);
  expect(third).toHaveBeenCalledExactlyOnceWith(null, answer);
});

it('asks again after an answer: the key may change once more (11)', async () => {
  const { timers, events } = makeEvents();
  const told = vi.fn();
  const ask = vi.fn<() => Promise<AuthorizationData>>().mockResolvedValue(answer);
  for (let round = 0; round < 3; round += 1) {
    events.askKey(told, ask);
    await timers.settle();
  }
  expect([ask.mock.calls.length, told.mock.calls.length]).toEqual([3, 3]);
});

it('sets no timer for an event that is read at once, and none beyond the last that is read (15)', async () => {
  const { timers, events, onMissed } = makeEvents();
  events.arrived();
  events.read();
  await timers.settle();
  expect(timers.pending).toBe(0);
  events.arrived();
  await timers.advance(5_000);
  expect(timers.pending).toBe(1);
  events.read();
  expect([timers.pending, events.unreadSince]).toEqual([0, null]);
  await timers.advance(60_000);
  expect(onMissed).not.toHaveBeenCalled();
});
