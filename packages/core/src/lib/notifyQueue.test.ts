import { expect, it, vi } from 'vitest';
import { NotifyQueue, rethrowLater } from './notifyQueue.ts';

it('runs notifications when the outermost batch ends, in the order in which they were scheduled', () => {
  const queue = new NotifyQueue(() => {});
  const seen: string[] = [];
  queue.batch(() => {
    queue.schedule(() => {
      seen.push('first');
      queue.batch(() => {
        queue.schedule(() => seen.push('from a listener'));
        seen.push('change of a listener');
      });
    });
    queue.batch(() => queue.schedule(() => seen.push('second')));
    seen.push('change');
  });
  expect(seen).toEqual(['change', 'first', 'change of a listener', 'second', 'from a listener']);
});

it('runs a notification at once outside of a batch', () => {
  const seen: string[] = [];
  new NotifyQueue(() => {}).schedule(() => seen.push('notified'));
  expect(seen).toEqual(['notified']);
});

it('reports a listener that throws, and runs the others (4)', () => {
  const reported: unknown[] = [];
  const queue = new NotifyQueue((error) => reported.push(error));
  const seen: string[] = [];
  queue.batch(() => {
    queue.schedule(() => {
      throw new Error('mine');
    });
    queue.schedule(() => seen.push('other'));
  });
  expect([reported, seen]).toEqual([[new Error('mine')], ['other']]);
});

it('notifies after a change that throws, and passes its error on', () => {
  const queue = new NotifyQueue(() => {});
  const seen: string[] = [];
  const change = () => {
    queue.schedule(() => seen.push('notified'));
    throw new Error('mine');
  };
  expect(() => queue.batch(change)).toThrow('mine');
  expect(seen).toEqual(['notified']);
});

it('surfaces an error as uncaught without stopping the caller', () => {
  const queued: (() => void)[] = [];
  vi.stubGlobal('queueMicrotask', (task: () => void) => queued.push(task));
  rethrowLater(new Error('mine'));
  vi.unstubAllGlobals();
  expect(() => queued[0]?.()).toThrow('mine');
});
