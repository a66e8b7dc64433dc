import { describe, expect, it, vi } from 'vitest';
import { TrackedFields } from './trackedFields.ts';

describe('TrackedFields', () => {
  it('makes a new result only for a field that was read', () => {
    const tracked = new TrackedFields({ a: 1, b: 1 });
    const first = tracked.result;
    expect(first.a).toBe(1);
    tracked.set({ b: 2 });
    expect(tracked.isBehind).toBe(false);
    expect(tracked.publish()).toBe(false);
    tracked.set({ a: 2 });
    expect(tracked.isBehind).toBe(true);
    expect(tracked.result).toBe(first);
    expect(tracked.publish()).toBe(true);
    expect(tracked.result).not.toBe(first);
    expect({ ...tracked.result }).toEqual({ a: 2, b: 2 });
    expect(first.a).toBe(1);
  });

  it('counts every field as read when the result is spread', () => {
    const tracked = new TrackedFields({ a: 1, b: 1 });
    expect({ ...tracked.result }).toEqual({ a: 1, b: 1 });
    tracked.set({ b: 2 });
    expect(tracked.isBehind).toBe(true);
  });

  it('takes an equal value, and NaN, for no change', () => {
    const tracked = new TrackedFields({ a: Number.NaN });
    expect(tracked.result.a).toBeNaN();
    tracked.set({ a: Number.NaN });
    expect(tracked.publish()).toBe(false);
  });

  it('asks for lazy fields only once one of them was read', () => {
    let calls = 0;
    const read = () => {
      calls += 1;
      return { a: calls };
    };
    const onRead = vi.fn();
    const tracked = new TrackedFields({ a: 0, b: 0 }, { keys: ['a'], onRead, read });
    expect(tracked.result.b).toBe(0);
    expect([tracked.isBehind, onRead.mock.calls.length, calls]).toEqual([false, 0, 0]);
    expect(tracked.result.a).toBe(1);
    expect([tracked.isBehind, onRead.mock.calls.length]).toEqual([true, 1]);
    tracked.publish();
    expect(tracked.result.a).toBe(calls);
  });

  it('is not disturbed by names it does not have', () => {
    const tracked = new TrackedFields({ a: 1 });
    expect(Reflect.get(tracked.result, '$$typeof')).toBeUndefined();
    expect(tracked.isBehind).toBe(false);
  });
});
