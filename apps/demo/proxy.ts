import { configFromEnv, PusherService } from '@channelkit/server';
import { type NextRequest, NextResponse } from 'next/server';
import { opensInvoice } from './features/invoices/pay/opensInvoice.server.ts';
import { payCookie, payCookieOptions, supernumerary } from './features/invoices/pay/payCookie.ts';
import { contentSecurityPolicy } from './server/contentSecurityPolicy.ts';
import { followPage } from './server/followPage.ts';

/**
 * Moves the token of a pay link into a cookie and leads to the address without it; null for any other request. Only a valid
 * token is kept, and only so many: a browser that sends too many cookies is turned away by every server.
 */
async function keepPayToken({ nextUrl, cookies }: NextRequest): Promise<NextResponse | null> {
  const invoiceId = /^\/pay\/(\d{1,9})$/.exec(nextUrl.pathname)?.[1];
  const token = nextUrl.searchParams.get('token');
  if (!invoiceId || !token || !(await opensInvoice(token, invoiceId))) return null;
  const clean = nextUrl.clone();
  clean.search = '';
  const response = NextResponse.redirect(clean, 303);
  response.cookies.set(payCookie(invoiceId), token, payCookieOptions());
  const names = cookies.getAll().map(({ name }) => name);
  for (const name of supernumerary(names, invoiceId))
    response.cookies.set(name, '', { ...payCookieOptions(), maxAge: 0 });
  return response;
}

/** Gives every page its content security policy, and takes the tokens of pay links out of the address. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const kept = await keepPayToken(request);
  if (kept) return kept;
  const service = new PusherService(configFromEnv(process.env));
  const socket = followPage(service.getClientConfig(), request.headers.get('host'));
  const development = process.env.NODE_ENV === 'development';
  const policy = contentSecurityPolicy(btoa(crypto.randomUUID()), socket, development);
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from the policy of the request.
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

export const config = {
  matcher: [{ source: '/((?!api/|_next/static|_next/image|icon.svg).*)' }],
};
