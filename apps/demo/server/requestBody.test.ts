import { expect, it } from 'vitest';
import { z } from 'zod';
import { readBody } from './requestBody.ts';

const schema = z.strictObject({ message: z.string() });

const post = (body: BodyInit) =>
  new Request('http://demo.test', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  });

it('a body without a declared length is read only up to the limit (14)', async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent += 1;
      controller.enqueue(new Uint8Array(1000).fill(97));
    },
  });
  await expect(readBody(post(endless), schema)).rejects.toMatchObject({ status: 413 });
  expect(sent).toBeLessThan(100);
});

it.each(['a NUL \0', 'half a pair \ud800'])(
  '%j, which the database cannot store, is refused at its field (12)',
  async (message) => {
    await expect(readBody(post(JSON.stringify({ message })), schema)).rejects.toMatchObject({
      status: 422,
      fields: { message: 'It contains a character that cannot be stored.' },
    });
  },
);

it('multi-byte characters survive any split of the body', async () => {
  const bytes = new TextEncoder().encode(JSON.stringify({ message: 'Grüße 🍋' }));
  const single = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  expect(await readBody(post(single), schema)).toEqual({ message: 'Grüße 🍋' });
});
