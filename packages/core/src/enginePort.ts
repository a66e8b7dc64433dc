import type { ChannelEntry } from './channelEntry.ts';
import type { ChannelRegistry } from './channelRegistry.ts';
import type { ClientEvents } from './clientEvents.ts';
import type { ClientUserStore } from './clientUserStore.ts';
import type { Connection } from './connection.ts';
import type { ChannelContract } from './contract.ts';
import type { ReportError } from './emitter.ts';
import type { RealtimeClientOptions, RealtimeOptions } from './options.ts';
import type { Timers } from './timers.ts';
import type { ConnectionSnapshot } from './types.ts';

/** What a client hands to its engine: what is wanted, and where the engine shows how it goes. */
export interface EngineHost {
  readonly timers: Timers;
  readonly report: ReportError;
  readonly events: ClientEvents;
  readonly connection: Connection;
  readonly registry: ChannelRegistry;
  readonly users: ClientUserStore;
  /** Where to connect. */
  readonly config: RealtimeClientOptions<never>;
  /** The pusher-js that is loaded beside the engine. */
  readonly pusher: Promise<unknown>;
  options(): RealtimeOptions<never>;
  contract(): ChannelContract<never> | undefined;
}

/**
 * Everything of a client that needs a socket, behind one door: it is loaded with pusher-js when a socket is first needed, so that
 * a page begins without it. The client keeps what is wanted and what is shown; the engine moves the one towards the other.
 */
export interface Engine {
  readonly connection: ConnectionDriver;
  readonly channels: ChannelsDriver;
  readonly signIn: SignInDriver;
}

/** Opens, watches and closes the socket; says so in the client's connection snapshot. */
export interface ConnectionDriver {
  /** Opens, or tries again at once where it waits, was closed or has given up. */
  open(): void;
  /** Tries again at once where it waits or has given up; leaves alone what is closed. */
  hurry(): void;
  /** Closes the socket and every timer; `state` says whether the user asked for it. */
  close(state: 'idle' | 'closed', reason: string | null): void;
  /** Ends this socket and opens another at once. */
  renew(reason: string): void;
}

/** Takes channels on and off the wire. */
export interface ChannelsDriver {
  /** The driver of a channel that is held. */
  drive(entry: ChannelEntry): ChannelDriver;
  onConnection(snapshot: ConnectionSnapshot): void;
  /** `hadUser`: what the previous one was shown is forgotten. */
  userChanged(hadUser: boolean): void;
  optionsChanged(before: RealtimeOptions<never>): void;
}

/** Takes one channel on and off the wire; says so in its entry. */
export interface ChannelDriver {
  /** Wanted. */
  start(): void;
  retry(): void;
  /** Off the wire until `start`. */
  stop(reason: string | null): void;
  /** Off the wire for good, without timers. */
  end(reason: string | null): void;
  /** Sends a client event frame; false when the socket is gone. @throws RealtimeError CK308 over the server's rate */
  send(event: string, data: unknown): boolean;
}

/** Signs the user in on the connection. */
export interface SignInDriver {
  begin(): void;
  /** Ends what runs; true when the connection knows a user, or is about to. */
  abort(): boolean;
  /** Nobody is signed in any more. */
  end(): void;
  optionsChanged(before: RealtimeOptions<never>): void;
}
