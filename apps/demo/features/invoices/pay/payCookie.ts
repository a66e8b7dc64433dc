import { cookieName, isHttps } from '../../../server/cookieName.ts';

/** What every pay cookie's name begins with. */
const prefix = (): string => cookieName('pay_');

/** How many pay links a browser remembers; more would make its requests too large for any server. */
const kept = 10;

/** The http-only cookie that keeps the pay token of one invoice. */
export const payCookie = (invoiceId: string): string => `${prefix()}${invoiceId}`;

/** How a pay cookie is set. It lives as long as the browser session. */
export const payCookieOptions = () =>
  ({ httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps() }) as const;

/** The invoice ids of a browser's pay cookies, in the order in which the browser sends them: the oldest first. */
export const invoiceIdsOf = (cookieNames: readonly string[]): string[] =>
  cookieNames.filter((name) => name.startsWith(prefix())).map((name) => name.slice(prefix().length));

/** The pay cookies that have to go when one more is set. */
export function supernumerary(cookieNames: readonly string[], invoiceId: string): string[] {
  const others = invoiceIdsOf(cookieNames).filter((id) => id !== invoiceId);
  return others.slice(0, Math.max(0, others.length - (kept - 1))).map(payCookie);
}
