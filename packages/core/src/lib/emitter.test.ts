import { expect, it } from 'vitest';
import { Emitter } from './emitter.ts';
import { NotifyQueue } from './notifyQueue.ts';

it('calls every listener in order, even if one throws or emits again (4)', () => {
  const reported: unknown[] = [];
  const queue = new NotifyQueue((error) => reported.push(error));
  const emitter = new Emitter<[number]>(queue);
  const seen: string[] = [];
  emitter.subscribe((n) => {
    seen.push(`a${n}`);
    if (n === 1) emitter.emit(2);
  });
  emitter.subscribe((n) => {
    throw n;
  });
  emitter.subscribe((n) => seen.push(`b${n}`));
  queue.batch(() => emitter.emit(1));
  expect(seen).toEqual(['a1', 'b1', 'a2', 'b2']);
  expect(reported).toEqual([1, 2]);
  emitter.clear();
  emitter.emit(3);
  expect([seen.length, emitter.size]).toEqual([4, 0]);
});

it('skips a listener that is removed before its turn, and one that is added meanwhile', () => {
  const queue = new NotifyQueue(() => {});
  const emitter = new Emitter<[]>(queue);
  const seen: string[] = [];
  let remove = () => {};
  emitter.subscribe(() => {
    seen.push('first');
    remove();
    emitter.subscribe(() => seen.push('added'));
  });
  remove = emitter.subscribe(() => seen.push('removed'));
  queue.batch(() => emitter.emit());
  expect(seen).toEqual(['first']);
});
