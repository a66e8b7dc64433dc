import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CountPacer } from './countPacer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('tells every change up to 100 subscribers', () => {
  const tell = vi.fn<(channel: string) => void>();
  const pacer = new CountPacer(tell);
  for (let count = 1; count <= 100; count += 1) pacer.changed('orders', count);
  expect(tell).toHaveBeenCalledTimes(100);
});

it('tells at most every 5 s beyond, and nothing without a change', () => {
  const tell = vi.fn<(channel: string) => void>();
  const pacer = new CountPacer(tell);
  for (let count = 101; count <= 200; count += 1) pacer.changed('orders', count);
  expect(tell).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5000);
  expect(tell).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(60_000);
  expect(tell).toHaveBeenCalledTimes(1);
});

it('leaves no timer behind', () => {
  const pacer = new CountPacer(() => {});
  pacer.changed('orders', 101);
  pacer.dispose();
  expect(vi.getTimerCount()).toBe(0);
});
