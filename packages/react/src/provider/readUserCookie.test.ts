import { afterEach, expect, it, vi } from 'vitest';
import { readUserCookie } from './readUserCookie.ts';

afterEach(() => vi.restoreAllMocks());

it.each([
  ['user_id=7', '7'],
  ['a=1; user_id=7; b=2', '7'],
  ['user_id=a%40b', 'a@b'],
  ['user_id="7"', '7'],
  ['user_id=a=b', 'a=b'],
  ['user_id=%', '%'],
  ['user_id=', null],
  ['my_user_id=7; user_id_2=8', null],
  ['', null],
])('reads %j as %j', (cookie, id) => {
  vi.spyOn(document, 'cookie', 'get').mockReturnValue(cookie);
  expect(readUserCookie()).toBe(id);
});
