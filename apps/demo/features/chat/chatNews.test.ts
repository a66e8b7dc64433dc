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

it("the first history and a person's own messages are not news", () => {
  const news = createChatNews('3');
  expect(news([message(1), message(2)])).toEqual([]);
  expect(ids(news([message(1), message(2), message(3, '3'), message(4)]))).toEqual([4]);
});

it('messages that arrive together are returned together, each once', () => {
  const news = createChatNews('3');
  news([]);
  expect(ids(news([message(1), message(2), message(3)]))).toEqual([1, 2, 3]);
  expect(news([message(1), message(2), message(3)])).toEqual([]);
  // An answer that was on its way before the last event lacks its message for a moment.
  expect(news([message(1), message(2)])).toEqual([]);
  expect(news([message(1), message(2), message(3)])).toEqual([]);
});

it('a message that arrives before a newer one is returned too', () => {
  const news = createChatNews('3');
  news([message(1)]);
  expect(ids(news([message(1), message(3)]))).toEqual([3]);
  expect(ids(news([message(1), message(2), message(3)]))).toEqual([2]);
});

it("unread messages exclude the person's own, and are 0 if it is not known what they saw", () => {
  const messages = [message(1), message(2, '3'), message(3), message(4)];
  expect(countUnread(messages, '3', 1)).toBe(2);
  expect(countUnread(messages, '3', 4)).toBe(0);
  expect(countUnread(messages, '3', null)).toBe(0);
});
