import type { Hub } from '../hub.ts';
import { closeCodes } from '../protocol/closeCodes.ts';
import { Message } from '../protocol/message.ts';
import type { Connection } from '../socket/connection.ts';
import type { FaultHandle } from './faultHandle.ts';
import type { ActiveFault } from './faultSet.ts';
import { type FaultKind, type FaultOptions, type FaultScope, type FaultSpec, inScope } from './spec.ts';

/** What goes wrong on demand. Each call strikes everything unless it is given a scope: an app, a socket, a channel. */
export interface FaultControls {
  /**
   * Closes connections with a code. Clients come back at once after 4200, never after 4009.
   *
   * @returns how many
   * @throws {RangeError} for a code that a server may not send
   */
  drop(options?: FaultScope & { code?: number; reason?: string }): number;
  /** Destroys the TCP sockets of connections without a close frame: clients see 1006. @returns how many */
  destroy(scope?: FaultScope): number;
  /** Sends a frame that is no protocol message. @default frame '{"event":' @returns to how many connections */
  malformed(options?: FaultScope & { frame?: string }): number;
  /** Refuses new connections with an HTTP status (503), or with a close code. */
  refuse(options?: FaultOptions & { status?: number; code?: number }): FaultHandle;
  /** Half-open: connections, new ones too, stay open and silent, and hear nothing. */
  mute(options?: FaultScope): FaultHandle;
  /** Holds outgoing messages back until `resume()` or the handle's `end()`. */
  pause(options?: FaultScope): FaultHandle;
  /** Ends every `pause`, and delivers what was held in order. */
  resume(): void;
  /** Makes outgoing messages late by `ms` and up to `jitter` milliseconds more. */
  delay(options: FaultScope & { ms: number; jitter?: number }): FaultHandle;
  /** Sends every outgoing message twice. */
  duplicate(options?: FaultOptions): FaultHandle;
  /** Makes neighbouring outgoing messages change places. */
  reorder(options?: FaultScope & { within?: number }): FaultHandle;
  /** Loses outgoing messages. */
  lose(options?: FaultOptions): FaultHandle;
  /** Refuses subscriptions of all but public channels in spite of a right signature. @default status 403 */
  rejectAuth(options?: FaultOptions & { status?: number; error?: string }): FaultHandle;
  /** Answers subscriptions of all but public channels late. */
  delayAuth(options: FaultOptions & { ms: number }): FaultHandle;
  /** Out of quota: new connections are closed with 4004, API requests answered with 403. */
  overQuota(options?: FaultOptions): FaultHandle;
  /** Answers API requests with a status. @default 500 */
  failApi(options?: FaultOptions & { status?: number }): FaultHandle;
  /** Begins a fault given as data; what the command line uses. */
  addFault(fault: FaultSpec & FaultOptions): FaultHandle;
  /** The faults at work. */
  faults(): ActiveFault[];
  /** Ends faults: all, or those of a kind or an app. @returns how many */
  clearFaults(of?: { kind?: FaultKind; app?: string }): number;
}

/** Makes the fault calls of a server. */
export function createFaultControls(hub: Hub): FaultControls {
  const begin = (spec: FaultSpec & FaultOptions): FaultHandle => {
    const fault = hub.faults.add(spec);
    return { fault, end: () => void hub.faults.end(fault.id) };
  };
  const each = (scope: FaultScope, act: (connection: Connection) => void): number => {
    const struck = [...hub.connections.values()].filter((connection) => isStruck(connection, scope));
    struck.forEach(act);
    return struck.length;
  };
  return {
    drop: ({ code = closeCodes.reconnectNow, reason = 'Dropped on demand', ...scope } = {}) => {
      checkCode(code);
      return each(scope, (connection) => connection.close(code, reason));
    },
    destroy: (scope = {}) => each(scope, (connection) => connection.destroy()),
    malformed: ({ frame = '{"event":', ...scope } = {}) =>
      each(scope, (connection) => connection.send(new Message({ event: 'malformed', raw: frame }))),
    refuse: (options = {}) => begin({ kind: 'refuse', ...options }),
    mute: (options = {}) => begin({ kind: 'mute', ...options }),
    pause: (options = {}) => begin({ kind: 'pause', ...options }),
    resume: () => void hub.faults.clear({ kind: 'pause' }),
    delay: (options) => begin({ kind: 'delay', ...options }),
    duplicate: (options = {}) => begin({ kind: 'duplicate', ...options }),
    reorder: (options = {}) => begin({ kind: 'reorder', ...options }),
    lose: (options = {}) => begin({ kind: 'lose', ...options }),
    rejectAuth: (options = {}) => begin({ kind: 'rejectAuth', ...options }),
    delayAuth: (options) => begin({ kind: 'delayAuth', ...options }),
    overQuota: (options = {}) => begin({ kind: 'overQuota', ...options }),
    failApi: (options = {}) => begin({ kind: 'failApi', ...options }),
    addFault: begin,
    faults: () => hub.faults.list(),
    clearFaults: (of) => hub.faults.clear(of),
  };
}

function isStruck(connection: Connection, { channel, ...scope }: FaultScope): boolean {
  const target = { app: connection.app.options.id, socket: connection.socketId };
  if (!inScope(scope, target)) return false;
  return (
    channel === undefined ||
    [...connection.channels].some((name) => inScope({ channel }, { ...target, channel: name }))
  );
}

function checkCode(code: number): void {
  if (code === 1000 || code === 1001 || (code >= 3000 && code <= 4999)) return;
  throw new RangeError(
    `A server cannot close with ${code}: use 1000, 1001, or 3000 to 4999; destroy() gives clients 1006`,
  );
}
