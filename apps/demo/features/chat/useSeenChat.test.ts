import { beforeEach, expect, it, vi } from 'vitest';
import { markChatSeen, readChatSeen } from './useSeenChat.ts';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  vi.stubGlobal('window', { dispatchEvent: () => true });
  vi.stubGlobal('StorageEvent', class {});
  return () => vi.unstubAllGlobals();
});

it('an empty chat counts as seen, so that its first message is unread', () => {
  expect(readChatSeen('3')).toBeNull();
  markChatSeen('3', 0);
  expect(readChatSeen('3')).toBe(0);
});

it('the newest seen message is kept, for each person', () => {
  markChatSeen('3', 8);
  markChatSeen('3', 5);
  expect(readChatSeen('3')).toBe(8);
  expect(readChatSeen('4')).toBeNull();
});

it('without storage, nothing counts as seen', () => {
  const refuse = () => {
    throw new DOMException('Denied.', 'SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
  markChatSeen('3', 8);
  expect(readChatSeen('3')).toBeNull();
});
