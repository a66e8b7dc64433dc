import { channelKind } from '../contract/channelName.ts';
import { createSystemTimers, type Timers } from '../lib/timers.ts';
import type { AuthorizationData, AuthorizationRequest, UserAuthenticationData } from '../options.ts';
import { type AnswerScope, Answers } from './answers.ts';
import { fakeSecret, fakeSignature } from './fakeRooms.ts';

/** How an authorization is answered: with the signature, an HTTP status, a network failure, nothing, or the signature later. */
export type AuthAnswer =
  | 'ok'
  | 'network'
  | 'never'
  | 'hold'
  | number
  | { readonly delay: number }
  | { readonly data: unknown };

/** A request that the fake authorization received. */
export interface AuthRequest {
  /** Null for the authentication of the user. */
  readonly channelName: string | null;
  readonly socketId: string;
  readonly at: number;
}

/** Options of {@link FakeAuth}. */
export interface FakeAuthOptions {
  readonly timers?: Timers;
  /** The signed-in user. @default { id: 'me' } */
  readonly user?: { readonly id: string; readonly info?: unknown };
}

/** Stands in for the back end's auth endpoint: pass `authorize` in a client's `auth`, and `authenticate` in its `userAuth`. */
export class FakeAuth {
  /** Every request, in order. */
  readonly requests: AuthRequest[] = [];
  user: { readonly id: string; readonly info?: unknown };
  readonly #timers: Timers;
  readonly #answers = new Answers<AuthAnswer>('ok');
  #held: (() => void)[] = [];

  constructor({ timers = createSystemTimers(), user = { id: 'me' } }: FakeAuthOptions = {}) {
    this.#timers = timers;
    this.user = user;
  }

  /** Decides how the next requests are answered, for one channel or all. */
  answer(answer: AuthAnswer, scope: AnswerScope = {}): void {
    this.#answers.give(answer, scope);
  }

  /** Answers what `hold` held back. */
  release(): void {
    const held = this.#held;
    this.#held = [];
    for (const go of held) go();
  }

  /** Requests for a channel. */
  requestsFor(channel: string): readonly AuthRequest[] {
    return this.requests.filter(({ channelName }) => channelName === channel);
  }

  readonly authorize = async ({
    channelName,
    socketId,
  }: Pick<AuthorizationRequest, 'channelName' | 'socketId'>): Promise<AuthorizationData> => {
    const { id, info } = this.user;
    const given = await this.#answer(channelName, socketId);
    if (given) return given.data as AuthorizationData;
    const kind = channelKind(channelName);
    return {
      auth: fakeSignature(socketId, channelName),
      ...(kind === 'presence' ? { channel_data: JSON.stringify({ user_id: id, user_info: info }) } : {}),
      ...(kind === 'encrypted' ? { shared_secret: fakeSecret(channelName) } : {}),
    };
  };

  readonly authenticate = async ({
    socketId,
  }: {
    readonly socketId: string;
  }): Promise<UserAuthenticationData> => {
    const { id, info } = this.user;
    const given = await this.#answer(null, socketId);
    if (given) return given.data as UserAuthenticationData;
    return { auth: `fake:${socketId}:user`, user_data: JSON.stringify({ id, user_info: info }) };
  };

  async #answer(channelName: string | null, socketId: string): Promise<{ data: unknown } | null> {
    this.requests.push({ channelName, socketId, at: this.#timers.now() });
    const answer = this.#answers.take(channelName ?? undefined);
    if (answer === 'ok') return null;
    if (answer === 'network') throw new TypeError('fetch failed');
    if (typeof answer === 'number')
      throw Object.assign(new Error(`the endpoint answered with status ${answer}`), { status: answer });
    if (typeof answer === 'object' && 'data' in answer) return answer;
    await new Promise<void>((resolve) => {
      if (answer === 'hold') this.#held.push(resolve);
      else if (answer !== 'never') this.#timers.setTimeout(resolve, answer.delay);
    });
    return null;
  }
}
