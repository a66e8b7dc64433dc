import {
  type ChannelArgument,
  type ChannelContract,
  RealtimeError,
  type UntypedChannels,
} from '@channelkit/core/contract';
import { CK606, resolveChannel } from '@channelkit/core/contract/internal';
import { type ApiRequest, createHttpApi, defaultRetryDelay, type HttpApi } from './api/createHttpApi.ts';
import { assertUserId, getRequest, pathPart, postRequest } from './api/requests.ts';
import { type ChannelAuthResult, type PresenceMember, signChannel } from './authorization/signChannel.ts';
import { type SignInUser, signUser, type UserAuthResult } from './authorization/signUser.ts';
import { configError } from './config/configError.ts';
import { type MaskedConfig, maskConfig } from './config/maskConfig.ts';
import type { PusherServiceConfig } from './config/pusherServiceConfig.ts';
import { reveal } from './config/secret.ts';
import { type ClientConfig, toClientConfig } from './config/toClientConfig.ts';
import { createConsoleReporter, createReporter, type Report } from './createReporter.ts';
import { createSigner } from './crypto/createSigner.ts';
import { attributesOf } from './events/attributesOf.ts';
import { deliver, type OutgoingEvent, refuseAll } from './events/deliver.ts';
import { defaultMaxPayload, encodePayload, type PayloadRules } from './events/encodePayload.ts';
import type {
  BatchEvent,
  CallOptions,
  ChannelAttribute,
  ChannelAttributes,
  SharedEventName,
  SharedPayload,
  TriggerOptions,
  TriggerResult,
} from './events/eventTypes.ts';
import { type ServiceInternals, shareInternals } from './serviceInternals.ts';
import type {
  CallResult,
  ChannelInfoResult,
  ChannelsResult,
  ChannelUsersResult,
  PusherServiceOptions,
} from './serviceOptions.ts';
import {
  verifyWebhook,
  type WebhookHeaders,
  type WebhookOptions,
  type WebhookResult,
} from './webhooks/verifyWebhook.ts';

/**
 * The server side of a Pusher app: sends events, signs subscriptions, verifies webhooks. Methods never throw or reject: they resolve with
 * `{ ok: false, error }`. One instance serves a whole process. It opens no connection before its first request.
 */
export class PusherService<TChannels = UntypedChannels> {
  /** The contract, if there is one. */
  readonly channels: ChannelContract<TChannels> | undefined;
  readonly #config: PusherServiceConfig;
  readonly #options: PusherServiceOptions<TChannels>;
  readonly #api: HttpApi;
  readonly #internals: ServiceInternals;
  #lastError: RealtimeError | null;

  constructor(config: PusherServiceConfig, options: PusherServiceOptions<TChannels> = {}) {
    this.channels = options.channels;
    this.#config = { ...config };
    this.#options = options;
    const secret = reveal(config.secret);
    const signer = createSigner(secret);
    const { fetch, timeout = 5_000, retries = 2, retryDelay = defaultRetryDelay } = options;
    this.#api = createHttpApi(this.#config, signer, { fetch, timeout, retries, retryDelay });
    const fault = configError(config, fetch !== undefined);
    this.#lastError = fault;
    const tell: Report = options.onError
      ? createReporter(options.onError)
      : createConsoleReporter([secret, reveal(config.encryptionMasterKey)]);
    const channels = options.channels as ChannelContract | undefined;
    this.#internals = {
      config: this.#config,
      signer,
      channels,
      payloadRules: { ...this.#rules({}), channels },
      deliver: (events) => this.#deliver(events, false, {}),
      fault,
      report: (error) => {
        if (error instanceof RealtimeError) this.#lastError = error;
        // Without a listener there is nothing to write while realtime is off on purpose.
        if (options.onError || error !== fault || config.enabled !== false) tell(error);
      },
    };
    shareInternals(this, this.#internals);
  }

  /**
   * Sends one event to one or more channels; more than 100 take several requests. The payload is sent as its schema reads it: keys that
   * the schema does not read are left out. Refused before anything is sent: a channel or event that is not in the contract (CK106), a
   * payload that does not fit its schema (CK108) or the limit (CK605).
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
  /** Sends several events; more than 10 take several requests. Those of one channel arrive in the order given. */
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

  /** Sends an event to every connection on which the user is signed in. The contract does not cover such events. */
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

  /** Closes every connection on which the user is signed in. */
  async terminateUserConnections(userId: string, options: CallOptions = {}): Promise<CallResult> {
    return this.#call(
      () =>
        postRequest(
          `/users/${pathPart(assertUserId(userId), 'the user id')}/terminate_connections`,
          {},
          options,
        ),
      () => ({ ok: true }),
    );
  }

  /** What the server knows of one channel: `occupied`, and those of the attributes in `info` that its kind has. */
  async getChannelInfo(
    channel: ChannelArgument<TChannels>,
    info: readonly ChannelAttribute[] = [],
    options: CallOptions = {},
  ): Promise<ChannelInfoResult> {
    return this.#call(
      () => {
        const name = resolveChannel(this.channels, channel);
        const attributes = attributesOf(name, info);
        const params: Record<string, string> = attributes.length === 0 ? {} : { info: attributes.join(',') };
        return getRequest(`/channels/${channelPart(name)}`, params, options);
      },
      (json) => ({ occupied: false, ...(json as ChannelAttributes), ok: true }),
    );
  }

  /** The occupied channels. The API returns `user_count` only for a prefix that begins with `presence-`. */
  async getChannels(
    options: CallOptions & {
      readonly filterByPrefix?: string | undefined;
      readonly info?: readonly ChannelAttribute[] | undefined;
    } = {},
  ): Promise<ChannelsResult> {
    const { filterByPrefix, info = [] } = options;
    const hasUsers = filterByPrefix?.startsWith('presence-') && info.includes('user_count');
    const params = {
      ...(filterByPrefix === undefined ? {} : { filter_by_prefix: filterByPrefix }),
      ...(hasUsers ? { info: 'user_count' } : {}),
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
      () => getRequest(`/channels/${channelPart(resolveChannel(this.channels, channel))}/users`, {}, options),
      (json) => ({ ok: true, users: (json as { users?: { id: string }[] }).users ?? [] }),
    );
  }

  /**
   * Signs a subscription and returns the fields of an auth endpoint's answer. It does not check whether the user may join: that is the
   * job of `createAuthHandler`. Public channels are refused (CK611). Presence channels need `member`, whose `user_info` is signed as the
   * contract declares it.
   */
  async authenticateChannel(
    channel: string,
    socketId: string,
    member?: PresenceMember,
  ): Promise<ChannelAuthResult> {
    return this.#attempt(() => signChannel(this.#internals, { channel, socketId, member }));
  }

  /** Signs a user's sign-in on a connection: `id`, `user_info` and `watchlist`, and no other field of the object. */
  async authenticateUser(socketId: string, user: SignInUser): Promise<UserAuthResult> {
    return this.#attempt(() => signUser(this.#internals, socketId, user));
  }

  /**
   * Verifies that a webhook comes from Pusher, is complete and at most ten minutes old. `body` is the raw body; headers may be a `Headers`
   * object, Node's, or a plain object with names in any case. Refusals are CK607.
   */
  async verifyWebhook(
    headers: WebhookHeaders,
    body: string | Uint8Array,
    options: WebhookOptions = {},
  ): Promise<WebhookResult> {
    return this.#attempt(() => verifyWebhook([this.#config, ...(options.alsoAccept ?? [])], headers, body));
  }

  /** Whether the settings are complete and consistent. Says nothing about the network. */
  isReady(): boolean {
    return this.#internals.fault === null;
  }

  /** The latest error of any call, null when there was none. Calls run concurrently: rely on the result of each call instead. */
  getLastError(): RealtimeError | null {
    return this.#lastError;
  }

  /** The settings with secrets masked, for a log or an admin page. */
  getConfig(): MaskedConfig {
    return maskConfig(this.#config);
  }

  /** The settings that a browser needs, as plain JSON without a secret. The key is empty while realtime is switched off. */
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
    const settings = { ...this.#rules(options), api: this.#api };
    const { fault } = this.#internals;
    const result = fault
      ? refuseAll(events, fault)
      : await deliver(settings, { events, shared }, { ...options, retryAmbiguous });
    if (!result.ok) this.#internals.report(result.error);
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
    try {
      if (this.#internals.fault) throw this.#internals.fault;
      const result = await task();
      if (!result.ok && 'error' in result) this.#internals.report(result.error);
      return result;
    } catch (cause) {
      const error =
        cause instanceof RealtimeError ? cause : new RealtimeError(CK606, 'it could not be read', { cause });
      this.#internals.report(error);
      return { ok: false, error };
    }
  }
}

/** One value or several as a list without holes, which `map` would skip. */
const listOf = <TItem>(value: TItem | readonly TItem[]): readonly TItem[] =>
  Array.isArray(value) ? Array.from(value as readonly TItem[]) : [value as TItem];

const channelPart = (name: string): string => pathPart(name, 'the channel');
