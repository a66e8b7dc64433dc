import { expect, it } from 'vitest';
import { socketIdOf } from '../src/index.ts';

it.each([
  ['123.456', '123.456'],
  ['', null],
  ['123', null],
  ['1.2:private-a', null],
  ['1.2, 3.4', null],
  [`${'1'.repeat(70)}.2`, null],
])('reads the socket id of a request, here %j, as %j', (header, wanted) => {
  const request = new Request('https://app.example/', {
    headers: header === '' ? {} : { 'X-Socket-ID': header },
  });
  expect(socketIdOf(request)).toBe(wanted);
});
