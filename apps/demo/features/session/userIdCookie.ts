/** The cookie that pages may read to know whose channels are theirs; it gives no right to anything. */
export const userIdCookie = 'user_id';

/** The user id among the cookies of a page, or null when nobody is signed in. */
export function readUserId(cookies: string): string | null {
  const found = cookies.split('; ').find((cookie) => cookie.startsWith(`${userIdCookie}=`));
  return found?.slice(userIdCookie.length + 1) || null;
}

/** The event of a window in which somebody has just signed in or out, before the page shows it. */
export const identityChange = 'identitychange';
