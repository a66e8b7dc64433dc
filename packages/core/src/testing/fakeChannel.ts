import { channelKind } from '../channelName.ts';
import type { PusherAuthData, PusherAuthHandler } from '../pusherPort.ts';
import { FakeDispatcher } from './fakeDispatcher.ts';
import { unseal } from './fakeRooms.ts';

/** A decoded frame on its way to a channel. */
export interface ChannelFrame {
  readonly event: string;
  readonly channel?: string | undefined;
  readonly data?: unknown;
  readonly user_id?: string;
}

/** What a fake channel needs from its instance. */
export interface ChannelOwner {
  readonly connection: { readonly socket_id: string };
  readonly authorize: PusherAuthHandler;
  unsubscribe(channel: string): void;
  send_event(event: string, data: unknown, channel?: string): boolean;
}

interface PresenceData {
  readonly presence: { readonly hash: Record<string, unknown>; readonly count: number };
}

/** pusher-js's member list: one object for ever, changed in place, emptied without an event when the socket goes. */
export class FakeMembers {
  members: Record<string, unknown> = {};
  count = 0;
  myID: string | null = null;

  reset(): void {
    this.members = {};
    this.count = 0;
    this.myID = null;
  }
}

/**
 * pusher-js's channel with its traps: pending until the server answers and for good when it refuses; a cancelled one stays
 * in the map; handlers die with the object; presence and encrypted payloads are read without a look at their shape.
 */
export class FakeChannel extends FakeDispatcher {
  readonly name: string;
  subscribed = false;
  subscriptionPending = false;
  subscriptionCancelled = false;
  readonly members: FakeMembers = new FakeMembers();
  readonly #owner: ChannelOwner;
  #key: string | null = null;

  constructor(name: string, owner: ChannelOwner) {
    super();
    this.name = name;
    this.#owner = owner;
  }

  trigger(event: string, data: unknown): boolean {
    if (!event.startsWith('client-')) throw new Error(`Event '${event}' does not start with 'client-'`);
    return this.#owner.send_event(event, data, this.name);
  }

  disconnect(): void {
    this.members.reset();
    this.subscribed = false;
    this.subscriptionPending = false;
  }

  /** @internal */
  subscribe(): void {
    if (this.subscribed) return;
    this.subscriptionPending = true;
    this.subscriptionCancelled = false;
    this.#authorize((error, data) => {
      if (error) {
        this.subscriptionPending = false;
        this.emit('pusher:subscription_error', { type: 'AuthError', error: error.message });
        return;
      }
      const { auth, channel_data } = data as PusherAuthData;
      this.#owner.send_event('pusher:subscribe', { auth, channel_data, channel: this.name });
    });
  }

  /** @internal */
  unsubscribe(): void {
    this.subscribed = false;
    this.#owner.send_event('pusher:unsubscribe', { channel: this.name });
  }

  /** @internal */
  handleEvent({ event, data, user_id }: ChannelFrame): void {
    if (event === 'pusher_internal:subscription_succeeded') return this.#succeeded(data);
    if (event === 'pusher_internal:subscription_count') {
      this.emit('pusher:subscription_count', data);
    } else if (event === 'pusher_internal:member_added') this.#joined(data as { user_id: string });
    else if (event === 'pusher_internal:member_removed') this.#left(data as { user_id: string });
    else if (event.startsWith('pusher_internal:')) return;
    else if (channelKind(this.name) === 'encrypted' && !event.startsWith('pusher:'))
      this.#decrypt(event, data as { ciphertext?: string; nonce?: string });
    else this.emit(event, data, user_id ? { user_id } : {});
  }

  #authorize(callback: (error: Error | null, data: PusherAuthData | null) => void): void {
    const kind = channelKind(this.name);
    if (kind === 'public') return callback(null, { auth: '' });
    const request = { channelName: this.name, socketId: this.#owner.connection.socket_id };
    this.#owner.authorize(request, (error, data) => {
      if (error || !data) return callback(error ?? new Error('no answer'), null);
      if (kind === 'presence') {
        if (data.channel_data === undefined) return callback(new Error('Invalid auth response'), null);
        this.members.myID = (JSON.parse(data.channel_data) as { user_id: string }).user_id;
      }
      if (kind === 'encrypted') {
        if (!data.shared_secret) return callback(new Error('No shared_secret key in auth payload'), null);
        this.#key = data.shared_secret;
        delete data.shared_secret;
      }
      callback(null, data);
    });
  }

  #succeeded(data: unknown): void {
    this.subscriptionPending = false;
    this.subscribed = true;
    if (this.subscriptionCancelled) return this.#owner.unsubscribe(this.name);
    if (channelKind(this.name) === 'presence') {
      const { presence } = data as PresenceData;
      this.members.members = presence.hash;
      this.members.count = presence.count;
    }
    this.emit('pusher:subscription_succeeded', channelKind(this.name) === 'presence' ? this.members : data);
  }

  #joined({ user_id, ...rest }: { user_id: string; user_info?: unknown }): void {
    if (!Object.hasOwn(this.members.members, user_id)) this.members.count += 1;
    this.members.members[user_id] = rest.user_info;
    this.emit('pusher:member_added', { id: user_id, info: rest.user_info });
  }

  #left({ user_id }: { user_id: string }): void {
    if (!Object.hasOwn(this.members.members, user_id)) return;
    const info = this.members.members[user_id];
    delete this.members.members[user_id];
    this.members.count -= 1;
    this.emit('pusher:member_removed', { id: user_id, info });
  }

  /** One authorisation for every event that does not open with the known key, then the event is dropped. */
  #decrypt(event: string, { ciphertext, nonce }: { ciphertext?: string; nonce?: string }): void {
    if (this.#key === null || !ciphertext || !nonce) return;
    const open = (): boolean => {
      const plain = unseal(this.#key, ciphertext);
      if (plain === null) return false;
      this.emit(event, readPlain(plain));
      return true;
    };
    if (!open()) this.#authorize((error) => void (error || open()));
  }
}

/** JSON where it is some, else the text itself. */
function readPlain(plain: string): unknown {
  try {
    return JSON.parse(plain);
  } catch {
    return plain;
  }
}
