import { closeCodes } from '../protocol/closeCodes.ts';
import { Message } from '../protocol/message.ts';
import type { Hub } from '../server/hub.ts';
import type { OpenConnection } from '../server/openConnection.ts';
import { checkCloseCode, checkReason } from './checkFault.ts';
import type { FaultHandle } from './faultHandle.ts';
import type { ActiveFault } from './faultSet.ts';
import {
  type FaultKind,
  type FaultOptions,
  type FaultScope,
  type FaultSpec,
  inScope,
  type MessageScope,
} from './spec.ts';

/** Faults on demand. Each call strikes everything unless it is given a scope: an app, a socket, a channel, an event. */
export interface FaultControls {
  /**
   * Closes connections with a code. Clients reconnect at once after 4200, never after 4009.
   *
   * @returns how many
   * @throws {RangeError} for a code that a server may not send
   */
  drop(options?: FaultScope & { code?: number; reason?: string }): number;
  /** Destroys the TCP sockets of connections without a close frame: clients see 1006. @returns how many */
  destroy(scope?: FaultScope): number;
  /** Sends a frame that is not a protocol message. @default frame '{"event":' @returns to how many connections */
  malformed(options?: FaultScope & { frame?: string }): number;
  /** Refuses new connections with an HTTP status (503), or with a close code. */
  refuse(options?: FaultOptions & { status?: number; code?: number }): FaultHandle;
  /** Half-open: connections, new ones too, stay open and silent, and ignore what they receive. */
  mute(options?: FaultScope): FaultHandle;
  /** Holds outgoing messages until `resume()` or the handle's `end()`. */
  pause(options?: MessageScope): FaultHandle;
  /** Ends every `pause`, and delivers the held messages in order. */
  resume(): void;
  /** Makes outgoing messages late by `ms` and up to `jitter` milliseconds more. */
  delay(options: MessageScope & { ms: number; jitter?: number }): FaultHandle;
  /** Sends outgoing messages twice; `times` limits it to that many messages. */
  duplicate(options?: MessageScope & FaultOptions): FaultHandle;
  /** Swaps neighboring outgoing messages. */
  reorder(options?: MessageScope & { within?: number }): FaultHandle;
  /** Loses outgoing messages; `times` limits it to that many messages. */
  lose(options?: MessageScope & FaultOptions): FaultHandle;
  /** Refuses subscriptions, except to public channels, although their signature is valid. @default status 403 */
  rejectAuth(options?: FaultOptions & { status?: number; error?: string }): FaultHandle;
  /** Answers subscriptions, except to public channels, late. */
  delayAuth(options: FaultOptions & { ms: number }): FaultHandle;
  /** Out of quota: new connections are closed with 4004, API requests answered with 403. */
  overQuota(options?: FaultOptions): FaultHandle;
  /** Answers API requests with a status. @default 500 */
  failApi(options?: FaultOptions & { status?: number }): FaultHandle;
  /** Begins a fault given as data, as the command line does. @throws {RangeError} for a setting out of range */
  addFault(fault: FaultSpec & FaultOptions): FaultHandle;
  /** The active faults. */
  faults(): ActiveFault[];
  /** Ends faults: all, or those of a kind or an app. @returns how many */
  clearFaults(of?: { kind?: FaultKind; app?: string }): number;
}

/** Creates the fault methods of a server. */
export function createFaultControls(hub: Hub): FaultControls {
  const begin = (spec: FaultSpec & FaultOptions): FaultHandle => {
    const fault = hub.faults.add(spec);
    return { fault, end: () => void hub.faults.end(fault.id) };
  };
  const each = (scope: FaultScope, act: (connection: OpenConnection) => void): number => {
    const struck = [...hub.connections.values()].filter((connection) => isStruck(connection, scope));
    struck.forEach(act);
    return struck.length;
  };
  return {
    drop: ({ code = closeCodes.reconnectNow, reason = 'Dropped on demand', ...scope } = {}) => {
      checkCloseCode(code);
      checkReason(reason);
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

function isStruck(connection: OpenConnection, { channel, ...scope }: FaultScope): boolean {
  const target = { app: connection.app.options.id, socket: connection.socketId };
  if (!inScope(scope, target)) return false;
  return (
    channel === undefined ||
    [...connection.channels].some((name) => inScope({ channel }, { ...target, channel: name }))
  );
}
