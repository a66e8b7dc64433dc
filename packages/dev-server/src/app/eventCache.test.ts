import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Message } from '../protocol/message.ts';
import { EventCache } from './eventCache.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('keeps the last event for its TTL, and returns the seconds that are left', () => {
  const cache = new EventCache(10_000);
  const message = new Message({ event: 'e', channel: 'cache-a', data: '2' });
  cache.put('cache-a', new Message({ event: 'e', channel: 'cache-a', data: '1' }), '1');
  cache.put('cache-a', message, '2');
  vi.advanceTimersByTime(4000);
  expect(cache.get('cache-a')).toEqual({ message, data: '2', ttl: 6 });
  vi.advanceTimersByTime(6000);
  expect(cache.get('cache-a')).toBeNull();
});

it('forgets the channel that was written longest ago beyond 10,000 channels', () => {
  const cache = new EventCache(10_000);
  const message = new Message({ event: 'e', channel: 'cache', data: '1' });
  for (let n = 0; n < 10_000; n += 1) cache.put(`cache-${n}`, message, '1');
  cache.put('cache-0', message, '1');
  cache.put('cache-new', message, '1');
  expect(cache.get('cache-1')).toBeNull();
  expect(cache.get('cache-0')).not.toBeNull();
});
