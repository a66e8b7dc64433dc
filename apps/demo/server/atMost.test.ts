import { expect, it, onTestFinished, vi } from 'vitest';
import { atMost } from './atMost.ts';

it('waits until the work finishes, fails or takes too long', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  await atMost(1000, Promise.resolve());
  await expect(atMost(1000, Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(vi.getTimerCount()).toBe(0);
  const waited = vi.fn();
  void atMost(1000, new Promise(() => {})).then(waited);
  await vi.advanceTimersByTimeAsync(999);
  expect(waited).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(waited).toHaveBeenCalled();
});
