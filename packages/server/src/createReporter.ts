import { RealtimeError } from '@channelkit/core/contract';
import { singleLine } from './oneLine.ts';

/** Where errors go that no caller gets. Never throws. */
export type Report = (error: unknown) => void;

const minute = 60_000;
/** Different lines a minute; more than that is one failure with many faces. */
const mostLines = 50;

/** A {@link Report} to the application's listener. What the listener throws must not end the request that reports. */
export function createReporter(listener: (error: never) => unknown): Report {
  return (error) => {
    try {
      listener(error as never);
    } catch {}
  };
}

/** A {@link Report} to the console: one line per cause and minute, with `secrets` masked in foreign errors. The default without `onError`. */
export function createConsoleReporter(secrets: readonly string[]): Report {
  const written = new Map<string, number>();
  return (error) => {
    const now = Date.now();
    for (const [line, time] of written) if (now - time >= minute) written.delete(line);
    const line = singleLine(describe(error, secrets));
    if (written.has(line) || written.size >= mostLines) return;
    written.set(line, now);
    console.error(line);
  };
}

function describe(error: unknown, secrets: readonly string[]): string {
  // Our own errors never quote a secret.
  if (error instanceof RealtimeError) return error.message;
  if (!(error instanceof Error)) return `ChannelKit caught a value that is not an Error: ${typeof error}`;
  const frame = /^\s+(at .*)$/m.exec(error.stack?.slice(error.message.length) ?? '')?.[1];
  const message = masked(error.message, secrets);
  return `ChannelKit caught ${error.name}: ${message}${frame === undefined ? '' : ` (${frame})`}`;
}

const masked = (message: string, secrets: readonly string[]): string =>
  secrets.reduce((text, secret) => (secret === '' ? text : text.replaceAll(secret, '********')), message);
