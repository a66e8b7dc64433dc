import {
  type ChannelArgument,
  type ChannelContract,
  RealtimeError,
  type UntypedChannels,
} from '@channelkit/core';
import { CK606, resolveChannel } from '@channelkit/core/internal';
import {
  type ChannelAuthResult,
  type PresenceMember,
  type SignInUser,
  type Signing,
  signChannel,
  signUser,
  type UserAuthResult,
} from './channelAuth.ts';
import {
  type ClientConfig,
  configError,
  type MaskedConfig,
  maskConfig,
  type PusherServiceConfig,
  toClientConfig,
} from './config.ts';
import { deliver, type OutgoingEvent, refuseAll } from './delivery.ts';
import type {
  BatchEvent,
  CallOptions,
  ChannelAttribute,
  ChannelAttributes,
  SharedEventName,
  SharedPayload,
  TriggerOptions,
  TriggerResult,
} from './eventTypes.ts';
import { type ApiRequest, createHttpApi, defaultRetryDelay, type HttpApi } from './httpApi.ts';
import { defaultMaxPayload, encodePayload, type PayloadRules } from './payload.ts';
import { report } from './report.ts';
import { assertUserId, getRequest, listOf, postRequest } from './requests.ts';
import type {
  CallResult,
  ChannelInfoResult,
  ChannelsResult,
  ChannelUsersResult,
  PusherServiceOptions,
} from './serviceTypes.ts';
import { createSigner } from './signature.ts';
import { readWebhook, type WebhookHeaders, type WebhookOptions, type WebhookResult } from './webhook.ts';

/**
 * The server's end of a Pusher app: sends events, signs subscriptions, verifies webhooks. Methods never throw and never
 * reject: they give `{ ok: false, error }`. One instance serves a whole process; it opens nothing and holds no connection.
 */
export class PusherService<TChannels = UntypedChannels> {
  /** The contract, if there is one. */
  readonly channels: ChannelContract<TChannels> | undefined;
  readonly #config: PusherServiceConfig;
  readonly #options: PusherServiceOptions<TChannels>;
  readonly #signing: Signing;
  readonly #api: HttpApi;
  readonly #fault: RealtimeError | null;
  #lastError: RealtimeError | null;

  constructor(config: PusherServiceConfig, options: PusherServiceOptions<TChannels> = {}) {
    this.channels = options.channels;
    this.#config = { ...config };
    this.#options = options;
    const signer = createSigner(config.secret);
    this.#signing = { config: this.#config, signer };
    this.#api = createHttpApi(this.#config, signer, {
      // Looked up at each call: frameworks replace the global one after modules have loaded.
      fetch: options.fetch ?? ((input, init) => fetch(input, init)),
      timeout: options.timeout ?? 5_000,
      retries: options.retries ?? 2,
      retryDelay: options.retryDelay ?? defaultRetryDelay,
    });
    this.#fault = configError(config, options.fetch !== undefined);
    this.#lastError = this.#fault;
  }

  /**
   * Sends one event to one or more channels, more than 100 in several requests. Refused before anything is sent: what the
   * contract does not know (CK106), what its schema refuses (CK108), what is too large (CK605).
   */
  async trigger<
    const TChannel extends ChannelArgument<TChannels>,
    TEvent extends SharedEventName<TChannels, TChannel>,
  >(
    channel: TChannel | readonly TChannel[],
    event: TEvent,
    data: SharedPayload<TChannels, TChannel, TEvent>,
    options: TriggerOptions = {},
  ): Promise<TriggerResult> {
    return this.#deliver(
      listOf<unknown>(channel).map((one) => ({ channel: one, event, data, socketId: options.socketId })),
      true,
      options,
    );
  }

  /** Sends one event to several channels, as `trigger` does with a list. */
  triggerBatch<
    const TChannel extends ChannelArgument<TChannels>,
    TEvent extends SharedEventName<TChannels, TChannel>,
  >(
    channels: readonly TChannel[],
    event: TEvent,
    data: SharedPayload<TChannels, TChannel, TEvent>,
    options?: TriggerOptions,
  ): Promise<TriggerResult>;
  /** Sends several events, more than 10 in several requests, in the order given. */
  triggerBatch(events: readonly BatchEvent<TChannels>[], options?: TriggerOptions): Promise<TriggerResult>;
  async triggerBatch(
    list: readonly unknown[],
    eventOrOptions?: string | TriggerOptions,
    data?: unknown,
    options: TriggerOptions = {},
  ): Promise<TriggerResult> {
    if (typeof eventOrOptions === 'string') {
      const events = listOf(list).map((channel) => ({
        channel,
        event: eventOrOptions,
        data,
        socketId: options.socketId,
      }));
      return this.#deliver(events, true, options);
    }
    const shared = eventOrOptions ?? {};
    const events = listOf(list as readonly (OutgoingEvent | null)[]).map((given) => ({
      channel: given?.channel,
      event: given?.event ?? '',
      data: given?.data,
      socketId: given?.socketId === undefined ? shared.socketId : given.socketId,
    }));
    return this.#deliver(events, false, shared);
  }

  /** Sends an event to every connection on which the user has signed in; the contract does not cover such events. */
  async sendToUser(
    userId: string,
    event: string,
    data: unknown,
    options: TriggerOptions = {},
  ): Promise<CallResult> {
    return this.#call(
      async () => {
        const channel = `#server-to-user-${assertUserId(userId)}`;
        const rules = { ...this.#rules(options), channels: undefined };
        const text = await encodePayload(rules, { channel, event, data });
        return postRequest('/events', { name: event, data: text, channels: [channel] }, options);
      },
      () => ({ ok: true }),
    );
  }

  /** Closes every connection on which the user has signed in. */
  async terminateUserConnections(userId: string, options: CallOptions = {}): Promise<CallResult> {
    return this.#call(
      () =>
        postRequest(`/users/${encodeURIComponent(assertUserId(userId))}/terminate_connections`, {}, options),
      () => ({ ok: true }),
    );
  }

  /** What the server knows of one channel: `occupied`, and of `info` what its kind has. */
  async getChannelInfo(
    channel: ChannelArgument<TChannels>,
    info: readonly ChannelAttribute[] = [],
    options: CallOptions = {},
  ): Promise<ChannelInfoResult> {
    return this.#call(
      () =>
        getRequest(
          `/channels/${this.#nameOf(channel)}`,
          info.length === 0 ? {} : { info: info.join(',') },
          options,
        ),
      (json) => ({ occupied: false, ...(json as ChannelAttributes), ok: true }),
    );
  }

  /** The occupied channels. `info: ['user_count']` is answered only together with a `presence-` prefix. */
  async getChannels(
    options: CallOptions & {
      readonly filterByPrefix?: string | undefined;
      readonly info?: readonly ChannelAttribute[] | undefined;
    } = {},
  ): Promise<ChannelsResult> {
    const { filterByPrefix, info } = options;
    const params = {
      ...(filterByPrefix === undefined ? {} : { filter_by_prefix: filterByPrefix }),
      ...(info === undefined ? {} : { info: info.join(',') }),
    };
    return this.#call(
      () => getRequest('/channels', params, options),
      (json) => ({
        ok: true,
        channels: (json as { channels?: Record<string, ChannelAttributes> }).channels ?? {},
      }),
    );
  }

  /** The users in a presence channel. */
  async getChannelUsers(
    channel: ChannelArgument<TChannels>,
    options: CallOptions = {},
  ): Promise<ChannelUsersResult> {
    return this.#call(
      () => getRequest(`/channels/${this.#nameOf(channel)}/users`, {}, options),
      (json) => ({ ok: true, users: (json as { users?: { id: string }[] }).users ?? [] }),
    );
  }

  /**
   * Signs a subscription; the fields are those that an auth endpoint answers with. It asks nobody whether the user may: that is
   * `createAuthHandler`. Public names are refused (CK611), presence channels need `member`.
   */
  async authenticateChannel(
    channel: string,
    socketId: string,
    member?: PresenceMember,
  ): Promise<ChannelAuthResult> {
    return this.#attempt(() => signChannel(this.#signing, { channel, socketId, member }));
  }

  /** Signs a user's sign-in on a connection. */
  async authenticateUser(socketId: string, user: SignInUser): Promise<UserAuthResult> {
    return this.#attempt(() => signUser(this.#signing, socketId, user));
  }

  /**
   * Whether a webhook is from Pusher, whole and at most ten minutes old; `body` is the raw body. Headers may be a `Headers`
   * object, Node's or a plain object in any case. Refusals are CK607.
   */
  async verifyWebhook(
    headers: WebhookHeaders,
    body: string | Uint8Array,
    options: WebhookOptions = {},
  ): Promise<WebhookResult> {
    const own = { key: this.#config.key, secret: this.#config.secret };
    return this.#attempt(() => readWebhook([own, ...(options.alsoAccept ?? [])], headers, body));
  }

  /** Whether the settings are complete and consistent; says nothing of the network. */
  isReady(): boolean {
    return this.#fault === null;
  }

  /** The latest error of any call, null when there was none. Calls run side by side: rely on each one's own result. */
  getLastError(): RealtimeError | null {
    return this.#lastError;
  }

  /** The settings with secrets masked, fit for a log or an admin page. */
  getConfig(): MaskedConfig {
    return maskConfig(this.#config);
  }

  /** What a browser needs: plain JSON without a secret. Its key is empty while real time is switched off. */
  getClientConfig(): ClientConfig {
    return toClientConfig(this.#config);
  }

  #rules(options: TriggerOptions): PayloadRules<TChannels> {
    return {
      channels: this.channels,
      masterKey: this.#config.encryptionMasterKey,
      maxPayload: this.#options.maxPayload ?? defaultMaxPayload,
      oversize: options.oversize ?? this.#options.oversize ?? 'refuse',
    };
  }

  async #deliver(
    events: readonly OutgoingEvent[],
    shared: boolean,
    options: TriggerOptions,
  ): Promise<TriggerResult> {
    const retryAmbiguous = options.retryAmbiguous ?? this.#options.retryAmbiguous;
    const result = this.#fault
      ? refuseAll(events, this.#fault)
      : await deliver(
          { ...this.#rules(options), api: this.#api },
          { events, shared },
          {
            ...options,
            retryAmbiguous,
          },
        );
    if (!result.ok) this.#note(result.error);
    return result;
  }

  async #call<TResult extends { readonly ok: boolean }>(
    request: () => ApiRequest | Promise<ApiRequest>,
    read: (json: unknown) => TResult,
  ): Promise<TResult | { readonly ok: false; readonly error: RealtimeError }> {
    return this.#attempt(async () => {
      const call = await request();
      const retryAmbiguous = call.retryAmbiguous ?? this.#options.retryAmbiguous;
      const answer = await this.#api.send({ ...call, retryAmbiguous });
      return answer.ok ? read(answer.json) : { ok: false, error: answer.error };
    });
  }

  async #attempt<TResult extends { readonly ok: boolean }>(
    task: () => Promise<TResult>,
  ): Promise<TResult | { readonly ok: false; readonly error: RealtimeError }> {
    let result: TResult | { readonly ok: false; readonly error: RealtimeError };
    try {
      if (this.#fault) throw this.#fault;
      result = await task();
    } catch (cause) {
      const error =
        cause instanceof RealtimeError ? cause : new RealtimeError(CK606, 'it could not be read', { cause });
      result = { ok: false, error };
    }
    if (!result.ok && 'error' in result && result.error instanceof RealtimeError) this.#note(result.error);
    return result;
  }

  #nameOf(channel: ChannelArgument<TChannels>): string {
    return resolveChannel(this.channels, channel);
  }

  #note(error: RealtimeError): void {
    this.#lastError = error;
    report(this.#options.onError, error);
  }
}
