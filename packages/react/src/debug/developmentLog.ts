import type { RealtimeClient, RealtimeError } from '@channelkit/core';
import { ClientLog } from './clientLog.ts';

declare const process: { env: { NODE_ENV?: string } };

const logs = /* @__PURE__ */ new WeakMap<RealtimeClient, ClientLog>();

function logOf(client: RealtimeClient): ClientLog {
  const log = logs.get(client) ?? new ClientLog(client);
  logs.set(client, log);
  return log;
}

// Each function makes the comparison itself: bundlers replace it, so that a production build contains neither the functions nor the
// log. A page without a bundler has no `process`, and no log.

/** Logs a client in development; null if realtime is turned off on purpose. Returns a function that stops it. */
export function watchClient(client: RealtimeClient, debug: boolean | null): (() => void) | undefined {
  try {
    if (process.env.NODE_ENV === 'development' && debug !== null) {
      const log = logOf(client);
      log.debug = debug;
      return log.start();
    }
  } catch {}
}

/** Warns of a channel that could not be held, in development. */
export function warnOfRefusal(client: RealtimeClient, error: RealtimeError): void {
  try {
    if (process.env.NODE_ENV === 'development') logOf(client).warn(error);
  } catch {}
}
