import { act, renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderError, stage } from '../../tests/support/stage.tsx';
import { useChannel } from './useChannel.ts';
import { usePusherContext } from './usePusherContext.ts';
import { useUserChannel } from './useUserChannel.ts';

it("is the current user's channel, left immediately when the user changes", async () => {
  const { wrapper, advance, server } = stage({
    userId: undefined,
    userChannel: 'private-user.{userId}.invoices',
  });
  const { result } = renderHook(
    () => {
      const name = useUserChannel('private-user.{userId}.invoices');
      useChannel(name);
      useChannel('private-orders');
      return { name, ...usePusherContext() };
    },
    { wrapper },
  );
  expect(result.current.name).toBeNull();
  act(() => result.current.setUserId(7));
  await advance();
  expect(server.subscribers('private-user.7.invoices')).toHaveLength(1);
  act(() => result.current.setUserId(8));
  await advance();
  expect(result.current.name).toBe('private-user.8.invoices');
  expect(server.subscribers('private-user.7.invoices')).toHaveLength(0);
  expect(server.subscribers('private-user.8.invoices')).toHaveLength(1);
  act(() => result.current.setUserId(null));
  await advance();
  expect(server.subscribers('private-user.8.invoices')).toHaveLength(0);
  expect(server.subscribers('private-orders')).toHaveLength(1);
});

it('refuses a user id that does not fit the template', () => {
  const { wrapper } = stage({ userId: 'a.b' });
  expect(renderError(() => renderHook(() => useUserChannel('user.{userId}'), { wrapper }))).toMatchObject({
    code: 'CK105',
  });
});
