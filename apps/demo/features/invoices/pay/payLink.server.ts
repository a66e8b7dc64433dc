import 'server-only';
import { SignJWT } from 'jose';
import { cookies } from 'next/headers';
import { signingKey } from '../../../server/secrets.ts';
import { opensInvoice } from './opensInvoice.server.ts';
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

/** Whether the request carries the pay token of this invoice in its cookie. */
export async function holdsPayLink(invoiceId: string): Promise<boolean> {
  return opensInvoice((await cookies()).get(payCookie(invoiceId))?.value, invoiceId);
}
