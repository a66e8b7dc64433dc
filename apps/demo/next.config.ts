import path from 'node:path';
import type { NextConfig } from 'next';

const root = path.join(import.meta.dirname, '../..');

const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  // A pay link carries its token in the address; no other origin may learn it.
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
];

/** An answer of the API is data, whatever a browser takes it for. */
const apiPolicy = "default-src 'none'; frame-ancestors 'none'";

const config: NextConfig = {
  reactCompiler: true,
  // A page that cannot be fetched is waited for: otherwise the browser's error page would take this one's place.
  experimental: { useOffline: true },
  poweredByHeader: false,
  devIndicators: false,
  outputFileTracingRoot: root,
  turbopack: { root },
  // Types are checked by the task "types", against the packages' sources; a build takes their dist.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@electric-sql/pglite', 'pg'],
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    // Pages get their policy from proxy.ts.
    { source: '/api/:path*', headers: [{ key: 'Content-Security-Policy', value: apiPolicy }] },
  ],
};
export default config;
