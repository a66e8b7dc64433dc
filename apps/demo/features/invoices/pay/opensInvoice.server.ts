import 'server-only';
import { jwtVerify } from 'jose';
import { signingKey } from '../../../server/secrets.ts';

/** Characters; ours are shorter by half. */
const longest = 400;

/** Whether a pay token is ours, unexpired and for this invoice. */
export async function opensInvoice(token: string | undefined, invoiceId: string): Promise<boolean> {
  if (!token || token.length > longest) return false;
  const verified = await jwtVerify(token, signingKey(), { audience: 'pay', algorithms: ['HS256'] }).catch(
    () => null,
  );
  return verified?.payload.sub === invoiceId;
}
