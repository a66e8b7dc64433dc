import { expect, it, onTestFinished, vi } from 'vitest';
import { repeat } from './repeat.ts';

it('runs at once and after every pause, survives a failure, and stops when the work is done', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
  const work = vi.fn(async () => {});
  work.mockRejectedValueOnce(new Error('the database is away'));
  const stop = repeat(work, 1000);
  await vi.advanceTimersByTimeAsync(0);
  expect([work.mock.calls.length, errors.mock.calls.length]).toEqual([1, 1]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(work).toHaveBeenCalledTimes(3);

  let finish = () => {};
  work.mockImplementationOnce(() => new Promise((resolve) => (finish = resolve)));
  await vi.advanceTimersByTimeAsync(1000);
  const stopped = vi.fn();
  const ended = stop().then(stopped);
  await vi.advanceTimersByTimeAsync(5000);
  expect(stopped).not.toHaveBeenCalled();
  finish();
  await ended;
  expect([work.mock.calls.length, vi.getTimerCount()]).toEqual([4, 0]);
});
