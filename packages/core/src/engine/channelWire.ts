import { channelKind } from '../channelName.ts';
import { CK301, CK302, CK309 } from '../errorCodes/engine.ts';
import { RealtimeError } from '../errors.ts';
import type { PusherChannelPort, PusherInstance } from '../pusherPort.ts';
import { AuthorizationFailure } from './authorizer.ts';

/** What a channel on the wire tells its subscription. */
export interface WireListener {
  onDecrypted(event: string, data: unknown): void;
  /** An instance that the application made could not authorise. */
  onFailure(failure: AuthorizationFailure): void;
}

/** pusher-js's own member list. */
interface PusherMembers {
  readonly members?: Readonly<Record<string, unknown>>;
  readonly myID?: unknown;
}

/** One channel on one pusher-js instance, from its subscribe frame until it is taken out again. */
export class ChannelWire {
  readonly instance: PusherInstance;
  readonly #name: string;
  readonly #listener: WireListener;
  readonly #channel: PusherChannelPort;

  /** @throws AuthorizationFailure where pusher-js throws: on encrypted channels without the cipher, and with an authorizer that throws */
  constructor(
    name: string,
    { instance, join }: { instance: PusherInstance; join: () => PusherChannelPort },
    listener: WireListener,
  ) {
    this.instance = instance;
    this.#name = name;
    this.#listener = listener;
    const found = instance.port.channel(name);
    try {
      this.#channel = join();
    } catch (cause) {
      throw this.#readThrown(cause, found);
    }
    if (!found) this.adopt();
    if (channelKind(name) === 'encrypted') this.#channel.bind_global(this.#onDecrypted);
    if (!instance.ours) this.#channel.bind('pusher:subscription_error', this.#onError);
  }

  /** Whether the server had confirmed it before us: no answer will come. */
  get isConfirmed(): boolean {
    return this.#channel.subscribed;
  }

  /** pusher-js's own list of members, where it had authorised by itself. */
  get members(): PusherMembers | null {
    return this.instance.ours ? null : ((this.#channel.members as PusherMembers | undefined) ?? null);
  }

  /** Nobody else has it open any more: ours to close. */
  adopt(): void {
    this.instance.opened.add(this.#channel);
  }

  /** Takes it out of pusher-js; `socketIsGood` sends the unsubscribe frame too. */
  leave(socketIsGood: boolean): void {
    this.#channel.unbind_global(this.#onDecrypted);
    this.#channel.unbind('pusher:subscription_error', this.#onError);
    if (!this.instance.opened.has(this.#channel)) return;
    const isAwaited = socketIsGood && !this.#channel.subscribed;
    this.#channel.disconnect();
    this.instance.leave(this.#name);
    if (isAwaited) this.instance.leaveLate(this.#name);
    if (socketIsGood) this.instance.port.send_event('pusher:unsubscribe', { channel: this.#name });
  }

  #readThrown(cause: unknown, found: PusherChannelPort | undefined): AuthorizationFailure {
    const { port, leave } = this.instance;
    const left = port.channel(this.#name);
    if (channelKind(this.#name) === 'encrypted' && !left) {
      const detail = `channel "${this.#name}" cannot be subscribed`;
      return new AuthorizationFailure(new RealtimeError(CK309, detail, { cause }), true);
    }
    if (left && !found) {
      left.disconnect();
      leave(this.#name);
    }
    const detail = `channel "${this.#name}": the authorizer threw`;
    return new AuthorizationFailure(new RealtimeError(CK301, detail, { cause }), false);
  }

  readonly #onDecrypted = (event: string, data: unknown): void => {
    if (!event.startsWith('pusher:')) this.#listener.onDecrypted(event, data);
  };

  readonly #onError = (data: unknown): void => {
    const { status, error } = (data ?? {}) as { status?: unknown; error?: unknown };
    const isFinal = status === 403;
    const detail = `channel "${this.#name}": ${typeof error === 'string' ? error : 'no reason given'}`;
    const known = new RealtimeError(isFinal ? CK302 : CK301, detail);
    this.#listener.onFailure(new AuthorizationFailure(known, isFinal));
  };
}
