import { afterEach, describe, expect, it, vi } from 'vitest';
import { createManualTimers } from '../testing/index.ts';
import { NotifyQueue } from './notifyQueue.ts';
import {
  Alarm,
  authorizationBackoff,
  batchedTimers,
  createSystemTimers,
  reconnectBackoff,
  retryDelay,
} from './timers.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('Alarm', () => {
  it('replaces the running timer when set again, and rings once', async () => {
    const timers = createManualTimers();
    const alarm = new Alarm(timers);
    const ring = vi.fn<() => void>();
    alarm.set(10, ring);
    alarm.set(20, ring);
    expect(timers.pending).toBe(1);
    await timers.advance(15);
    expect([ring.mock.calls.length, alarm.isSet]).toEqual([0, true]);
    await timers.advance(100);
    expect([ring.mock.calls.length, alarm.isSet]).toEqual([1, false]);
    alarm.set(10, ring);
    alarm.clear();
    alarm.clear();
    await timers.advance(100);
    expect(ring).toHaveBeenCalledOnce();
  });
});

describe('createSystemTimers', () => {
  const { timeOrigin } = performance;

  it('looks up the global timers when it sets one', () => {
    const timers = createSystemTimers();
    vi.useFakeTimers();
    const ring = vi.fn<() => void>();
    new Alarm(timers).set(10, ring);
    vi.advanceTimersByTime(10);
    expect(ring).toHaveBeenCalledOnce();
  });

  it('ignores a wall clock that is set back', () => {
    const monotonic = vi.spyOn(performance, 'now').mockReturnValue(1_000);
    const wall = vi.spyOn(Date, 'now').mockReturnValue(timeOrigin + 1_000);
    const { now } = createSystemTimers();
    const before = now();
    wall.mockReturnValue(timeOrigin - 3_600_000);
    expect(now()).toBe(before);
    monotonic.mockReturnValue(1_500);
    expect(now()).toBe(before + 500);
  });

  it('catches up with the wall clock after a sleep that stopped the monotonic clock (7, 8)', () => {
    const monotonic = vi.spyOn(performance, 'now').mockReturnValue(1_000);
    const wall = vi.spyOn(Date, 'now').mockReturnValue(timeOrigin + 1_000);
    const { now } = createSystemTimers();
    now();
    wall.mockReturnValue(timeOrigin + 3_601_000);
    expect(now()).toBe(timeOrigin + 3_601_000);
    wall.mockReturnValue(timeOrigin + 3_600_000);
    expect(now()).toBe(timeOrigin + 3_601_000);
    monotonic.mockReturnValue(1_200);
    expect(now()).toBe(timeOrigin + 3_601_200);
  });
});

it('batchedTimers runs each callback in a batch', async () => {
  const timers = createManualTimers();
  const queue = new NotifyQueue(() => {});
  const seen: string[] = [];
  batchedTimers(timers, queue).setTimeout(() => {
    queue.schedule(() => seen.push('notified'));
    seen.push('changed');
  }, 10);
  await timers.advance(10);
  expect(seen).toEqual(['changed', 'notified']);
});

it('doubles from the base to the maximum, half of it jitter', () => {
  for (const schedule of [reconnectBackoff, authorizationBackoff]) {
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const ceiling = Math.min(schedule.max, schedule.base * 2 ** attempt);
      const [low, high] = [0, 0.999999].map((random) =>
        retryDelay(schedule, attempt, createManualTimers({ random: () => random })),
      );
      expect([low, high]).toEqual([Math.round(ceiling / 2), ceiling]);
    }
  }
});
