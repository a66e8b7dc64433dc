import { expect, it } from 'vitest';
import { countUnread, createChatNews } from './chatNews.ts';

const message = (id: number, userId = '1') => ({
  id,
  userId,
  user: 'Ada',
  message: `message ${id}`,
  timestamp: '2030-01-01T00:00:00.000Z',
});
const ids = (messages: readonly { id: number }[]) => messages.map(({ id }) => id);

it('what was there at first is no news, and what somebody wrote is none to themselves', () => {
  const news = createChatNews('3');
  expect(news([message(1), message(2)])).toEqual([]);
  expect(ids(news([message(1), message(2), message(3, '3'), message(4)]))).toEqual([4]);
});

it('several that come together are told together, and no repetition is told again', () => {
  const news = createChatNews('3');
  news([]);
  expect(ids(news([message(1), message(2), message(3)]))).toEqual([1, 2, 3]);
  expect(news([message(1), message(2), message(3)])).toEqual([]);
  // An answer that was on its way before the last event lacks its message for a moment.
  expect(news([message(1), message(2)])).toEqual([]);
  expect(news([message(1), message(2), message(3)])).toEqual([]);
});

it('one that comes in before a newer one is told as well', () => {
  const news = createChatNews('3');
  news([message(1)]);
  expect(ids(news([message(1), message(3)]))).toEqual([3]);
  expect(ids(news([message(1), message(2), message(3)]))).toEqual([2]);
});

it('what somebody has not seen is counted without their own words, and not at all where nobody knows what they saw', () => {
  const messages = [message(1), message(2, '3'), message(3), message(4)];
  expect(countUnread(messages, '3', 1)).toBe(2);
  expect(countUnread(messages, '3', 4)).toBe(0);
  expect(countUnread(messages, '3', null)).toBe(0);
});
