import { expect, it, vi } from 'vitest';
import { NotifyQueue } from './notifyQueue.ts';
import { createSnapshotStore } from './store.ts';

it('notifies only of changes, once per batch', () => {
  const queue = new NotifyQueue(() => {});
  const store = createSnapshotStore<{ n: number } | null>(null, queue);
  const listener = vi.fn<() => void>();
  store.subscribe(listener);
  const value = { n: 1 };
  store.set(null);
  expect(listener).not.toHaveBeenCalled();
  store.set(value);
  store.set(value);
  expect(listener).toHaveBeenCalledTimes(1);
  queue.batch(() => {
    store.set({ n: 2 });
    store.set({ n: 3 });
    expect(store.getSnapshot()).toEqual({ n: 3 });
    expect(listener).toHaveBeenCalledTimes(1);
  });
  expect(listener).toHaveBeenCalledTimes(2);
  expect(store.getServerSnapshot()).toBeNull();
});
