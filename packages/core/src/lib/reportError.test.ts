import { expect, it, vi } from 'vitest';
import { rethrowLater } from './reportError.ts';

it('surfaces an error as uncaught without stopping the caller', () => {
  const queued: (() => void)[] = [];
  vi.stubGlobal('queueMicrotask', (task: () => void) => queued.push(task));
  rethrowLater(new Error('mine'));
  vi.unstubAllGlobals();
  expect(() => queued[0]?.()).toThrow('mine');
});
