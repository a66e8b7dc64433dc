import 'server-only';
import { jwtVerify, SignJWT } from 'jose';
import { cookies } from 'next/headers';
import { signingKey } from '../../../server/secrets.ts';
import { payCookie } from './payCookie.ts';

/** The address under which somebody without an account can see and pay one invoice. */
export async function payPath(invoiceId: number): Promise<string> {
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(String(invoiceId))
    .setAudience('pay')
    .setExpirationTime('90d')
    .sign(signingKey());
  return `/pay/${invoiceId}?token=${token}`;
}

/** Whether a token is ours, unexpired and for this invoice. */
export async function opensInvoice(token: string | undefined, invoiceId: string): Promise<boolean> {
  if (!token) return false;
  const verified = await jwtVerify(token, signingKey(), { audience: 'pay', algorithms: ['HS256'] }).catch(
    () => null,
  );
  return verified?.payload.sub === invoiceId;
}

/** Whether the request carries the pay token of this invoice in its cookie. */
export async function holdsPayLink(invoiceId: string): Promise<boolean> {
  return opensInvoice((await cookies()).get(payCookie(invoiceId))?.value, invoiceId);
}
