import { configFromEnv, PusherService } from '@channelkit/server';
import { type NextRequest, NextResponse } from 'next/server';
import { payCookie } from './features/invoices/pay/payCookie.ts';
import { contentSecurityPolicy } from './server/contentSecurityPolicy.ts';
import { followPage } from './server/followPage.ts';

/** Gives every page its content security policy, and keeps a pay token for the requests that the page makes. */
export function proxy(request: NextRequest): NextResponse {
  const service = new PusherService(configFromEnv(process.env));
  const socket = followPage(service.getClientConfig(), request.headers.get('host'));
  const development = process.env.NODE_ENV === 'development';
  const policy = contentSecurityPolicy(btoa(crypto.randomUUID()), socket, development);
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from the policy of the request.
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  const invoiceId = /^\/pay\/(\d{1,9})$/.exec(request.nextUrl.pathname)?.[1];
  const token = request.nextUrl.searchParams.get('token');
  if (invoiceId && token)
    response.cookies.set(payCookie(invoiceId), token, {
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure: process.env.DEMO_HTTPS === '1',
    });
  return response;
}

export const config = {
  matcher: [{ source: '/((?!api/|_next/static|_next/image|icon.svg).*)' }],
};
