/** The cookie that tells a page which user's channels to use. It grants no access. */
export const userIdCookie = 'user_id';

/** The user id in a page's cookies; null if nobody is signed in. */
export function readUserId(cookies: string): string | null {
  const found = cookies.split('; ').find((cookie) => cookie.startsWith(`${userIdCookie}=`));
  return found?.slice(userIdCookie.length + 1) || null;
}

/** The window event for a change of the signed-in person, before the page shows it. */
export const identityChange = 'identitychange';
