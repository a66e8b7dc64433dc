interface SocketAddress {
  readonly host?: string;
  readonly port?: number;
  readonly tls: boolean;
}

/**
 * Where a page may open its socket: the configured host, and Pusher's clusters, because changed settings may move it there.
 * pusher-js falls back to wss when ws fails, so a host without TLS is allowed both.
 */
function socketSources({ host, port, tls }: SocketAddress): string[] {
  const cloud = ['wss://*.pusher.com', 'https://*.pusher.com'];
  // The host comes from the settings; an invalid one must not be able to end the directive.
  if (!host || !/^[\w.:[\]-]+$/.test(host)) return cloud;
  const authority = `${host}${port ? `:${port}` : ''}`;
  return [...(tls ? [] : [`ws://${authority}`]), `wss://${authority}`, ...cloud];
}

/** The policy of one response: only our own scripts, by nonce, and only our own socket. */
export function contentSecurityPolicy(nonce: string, socket: SocketAddress, development: boolean): string {
  return [
    "default-src 'self'",
    // React's development build evaluates code to rebuild the server's stack traces.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${socketSources(socket).join(' ')}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
