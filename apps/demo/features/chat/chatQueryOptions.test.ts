import { expect, it } from 'vitest';
import { addMessage, lacksMessage } from './chatQueryOptions.ts';

const message = (id: number) => ({ id, user: 'Ada', message: `No. ${id}`, timestamp: '', userId: '1' });
const ids = ({ messages }: { messages: readonly { id: number }[] }) => messages.map(({ id }) => id);

it('a message that arrives after a newer one is put in order; a repeated one changes nothing', () => {
  const history = { messages: [message(1), message(3)] };
  expect(lacksMessage(history, message(3))).toBe(false);
  expect(lacksMessage(history, message(2))).toBe(true);
  expect(ids(addMessage(history, message(2)))).toEqual([1, 2, 3]);
  expect(ids(addMessage(history, message(4)))).toEqual([1, 3, 4]);
});
