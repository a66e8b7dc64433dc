import path from 'node:path';
import type { NextConfig } from 'next';

const root = path.join(import.meta.dirname, '../..');

const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  // A pay link carries its token in the URL; other origins must not see it.
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
];

/** API responses are data; a browser must not run anything in them. */
const apiPolicy = "default-src 'none'; frame-ancestors 'none'";

const config: NextConfig = {
  reactCompiler: true,
  // Navigation waits for a server that cannot be reached, instead of ending on the browser's error page.
  experimental: { useOffline: true },
  poweredByHeader: false,
  devIndicators: false,
  outputFileTracingRoot: root,
  turbopack: { root },
  // The "types" task checks types against the packages' sources; a build uses their dist.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['@electric-sql/pglite', 'pg'],
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    // Pages get their policy from proxy.ts.
    { source: '/api/:path*', headers: [{ key: 'Content-Security-Policy', value: apiPolicy }] },
  ],
};
export default config;
