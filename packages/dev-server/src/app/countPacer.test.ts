import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CountPacer } from './countPacer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('sends every change up to 100 subscribers', () => {
  const send = vi.fn<(channel: string) => void>();
  const pacer = new CountPacer(send);
  for (let count = 1; count <= 100; count += 1) pacer.changed('orders', count);
  expect(send).toHaveBeenCalledTimes(100);
});

it('sends at most every 5 s beyond 100, and nothing without a change', () => {
  const send = vi.fn<(channel: string) => void>();
  const pacer = new CountPacer(send);
  for (let count = 101; count <= 200; count += 1) pacer.changed('orders', count);
  expect(send).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5000);
  expect(send).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(60_000);
  expect(send).toHaveBeenCalledTimes(1);
});

it('leaves no timer behind', () => {
  const pacer = new CountPacer(() => {});
  pacer.changed('orders', 101);
  pacer.dispose();
  expect(vi.getTimerCount()).toBe(0);
});
