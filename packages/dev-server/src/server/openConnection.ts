import type { App } from '../app/app.ts';
import type { Subscriber } from '../app/subscriber.ts';
import type { ConnectionInfo } from '../observe/snapshots.ts';

/** A client's connection, as far as the rest of the server needs it. */
export interface OpenConnection extends Subscriber {
  readonly app: App;
  readonly channels: ReadonlySet<string>;
  /** Resolves when TCP has ended. */
  readonly gone: Promise<unknown>;
  /** Closes with a code; the app forgets the connection at once. */
  close(code: number, reason: string): void;
  /** Ends the TCP connection without a close frame. */
  destroy(): void;
  /** Pings or closes a silent client. */
  checkAlive(now: number): void;
  info(): ConnectionInfo;
}
