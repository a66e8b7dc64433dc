import { describe, expect, it, vi } from 'vitest';
import { TrackedFields } from './trackedFields.ts';

function track<TFields extends object>(fields: TFields) {
  const onRead = vi.fn<(key: keyof TFields) => void>();
  let newest = fields;
  const tracked = new TrackedFields<TFields>({ fields: () => ({ ...newest }), onRead });
  const set = (change: Partial<TFields>) => {
    newest = { ...newest, ...change };
  };
  return { tracked, set, onRead };
}

describe('TrackedFields', () => {
  it('makes a new result only for a field that was read', () => {
    const { tracked, set } = track({ a: 1, b: 1 });
    const first = tracked.result;
    expect(first.a).toBe(1);
    set({ b: 2 });
    expect(tracked.publish()).toBe(false);
    set({ a: 2 });
    expect(tracked.result).toBe(first);
    expect(tracked.publish()).toBe(true);
    expect(tracked.result).not.toBe(first);
    expect({ ...tracked.result }).toEqual({ a: 2, b: 2 });
    expect(first.a).toBe(1);
  });

  it('counts every field as read when the result is spread', () => {
    const { tracked, set } = track({ a: 1, b: 1 });
    expect({ ...tracked.result }).toEqual({ a: 1, b: 1 });
    set({ b: 2 });
    expect(tracked.publish()).toBe(true);
  });

  it('takes an equal value, and NaN, for no change', () => {
    const { tracked, set } = track({ a: Number.NaN });
    expect(tracked.result.a).toBeNaN();
    set({ a: Number.NaN });
    expect(tracked.publish()).toBe(false);
  });

  it('shows a field that is read for the first time as it is by then, and tells of that once', () => {
    const { tracked, set, onRead } = track({ a: 1, b: 1 });
    const { result } = tracked;
    set({ a: 2 });
    expect([tracked.isRead, onRead.mock.calls.length]).toEqual([false, 0]);
    expect([result.a, result.a]).toEqual([2, 2]);
    expect(onRead.mock.calls).toEqual([['a']]);
    expect(tracked.publish()).toBe(false);
  });

  it('leaves a result that was replaced as it was, and notes what is read of it', () => {
    const { tracked, set } = track({ a: 1, b: 1 });
    const old = tracked.result;
    expect(old.a).toBe(1);
    set({ a: 2, b: 2 });
    tracked.publish();
    expect(old.b).toBe(1);
    set({ b: 3 });
    expect(tracked.publish()).toBe(true);
  });

  it('is not disturbed by names it does not have', () => {
    const { tracked } = track({ a: 1 });
    expect(Reflect.get(tracked.result, '$$typeof')).toBeUndefined();
    expect(tracked.isRead).toBe(false);
  });
});
