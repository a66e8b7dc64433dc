import type { DevServerOptions } from './devServer.ts';

/** Rejects invalid settings early, with a clear error. */
export function checkOptions({
  port = 0,
  apps,
  activityTimeout = 120,
  pongTimeout = 30,
}: DevServerOptions): void {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`port must be a whole number from 0 to 65535, not ${String(port)}`);
  }
  if (!(activityTimeout > 0) || !(pongTimeout > 0)) {
    throw new TypeError('activityTimeout and pongTimeout must be seconds greater than 0');
  }
  if (!apps) return;
  if (apps.length === 0) throw new TypeError('apps must list at least one app, or be left out');
  for (const app of apps) {
    for (const field of ['id', 'key', 'secret'] as const) {
      if (typeof app[field] !== 'string' || app[field] === '') {
        throw new TypeError(`apps: every app needs a ${field}, a non-empty string`);
      }
    }
    for (const field of ['id', 'key'] as const) {
      if (!/^[\w.-]+$/.test(app[field])) {
        throw new TypeError(`apps: ${field} may contain only letters, digits, ".", "_" and "-"`);
      }
      if (apps.filter((other) => other[field] === app[field]).length > 1) {
        throw new TypeError(`apps: two apps have the ${field} ${app[field]}`);
      }
    }
  }
}
