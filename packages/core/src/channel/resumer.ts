import type { SocketSession } from '../connection/socketSession.ts';
import { onWake } from '../connection/wakeCheck.ts';
import type { ClientContext } from '../context.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import { CK312 } from '../errors/withSocket.ts';
import { isBrowser } from '../lib/environment.ts';
import { positionText, readPosition, skipDigest } from '../lib/position.ts';
import { Alarm, authorizationBackoff, retryDelay } from '../lib/timers.ts';
import type { ResumeRequest } from '../options.ts';
import { inBatches, postJson } from './authorize.ts';
import { Continuity, type ContinuityActions, type StartPosition } from './continuity.ts';

/** What the durable channels of a client share. */
export interface ResumerHost {
  readonly context: ClientContext;
  session(): SocketSession | null;
  /** Whether a durable channel waits for its confirmation, and will ask soon. */
  isConfirming(): boolean;
  onError(error: RealtimeError): void;
}

/** How long channels that are confirmed wait for others, so that one request serves all, in milliseconds. */
const gathering = 100;
/** Time limit of one request, in milliseconds. */
const answerLimit = 10_000;
/** Connections of this client that it recognizes as its own. */
const rememberedSockets = 20;

/** Asks the back end's log for what the durable channels of a client have missed: one request for all that ask in one turn. */
export class Resumer {
  readonly #host: ResumerHost;
  readonly #gather: Alarm;
  readonly #retry: Alarm;
  readonly #verification: Alarm;
  readonly #all = new Set<Continuity>();
  readonly #asking = new Set<Continuity>();
  readonly #requests = new Set<AbortController>();
  #ownSockets: readonly string[] = [];
  #stopWake: (() => void) | null = null;
  /** Failed requests in a row. */
  #attempt = 0;

  constructor(host: ResumerHost) {
    const { timers } = host.context;
    this.#host = host;
    this.#gather = new Alarm(timers);
    this.#retry = new Alarm(timers);
    this.#verification = new Alarm(timers);
  }

  /** Makes the continuity of a channel. */
  follow(actions: Omit<ContinuityActions, 'ask' | 'isOwn'>): Continuity {
    const { context } = this.#host;
    const continuity: Continuity = new Continuity(
      {
        ...actions,
        ask: () => this.#ask(continuity),
        isOwn: (digest, position) => this.#ownSockets.some((id) => skipDigest(id, position) === digest),
      },
      context,
      this.#startOf(actions.channel),
    );
    this.#all.add(continuity);
    return continuity;
  }

  /** The channel has ended. */
  unfollow(continuity: Continuity): void {
    this.#all.delete(continuity);
    this.#asking.delete(continuity);
    if (!this.#hasLive) this.#stopVerifying();
  }

  onOpened({ id, transport }: SocketSession): void {
    // What another tab on the same socket sent is news to this one.
    if (!transport.isShared) this.#ownSockets = [id, ...this.#ownSockets].slice(0, rememberedSockets);
  }

  onLost(): void {
    this.#attempt = 0;
    this.#gather.clear();
    this.#retry.clear();
    this.#asking.clear();
    for (const request of this.#requests) request.abort();
    this.#requests.clear();
    this.#stopVerifying();
  }

  #startOf(channel: string): StartPosition | null {
    const start = this.#host.context.takeStart(channel);
    const position = start && readPosition(start.position);
    return position && { position, at: start.at };
  }

  #ask(continuity: Continuity): void {
    this.#asking.add(continuity);
    if (this.#retry.isSet) return;
    if (this.#host.isConfirming()) {
      if (!this.#gather.isSet) this.#gather.set(gathering, () => this.#send());
    } else this.#gather.set(0, () => this.#send());
  }

  #send(): void {
    const asking = [...this.#asking];
    this.#asking.clear();
    this.#gather.clear();
    for (const batch of inBatches(asking)) this.#request(batch);
  }

  #request(asking: readonly Continuity[]): void {
    const { context } = this.#host;
    const socketId = this.#host.session()?.id;
    const { resume } = context.options();
    if (!socketId || !resume) return;
    const askedAt = context.timers.now();
    const controller = new AbortController();
    this.#requests.add(controller);
    const limit = new Alarm(context.timers);
    const settle = (change: () => void) =>
      context.queue.batch(() => {
        limit.clear();
        if (this.#requests.delete(controller)) change();
      });
    const onFailed = (cause: unknown) => settle(() => this.#onFailed(asking, cause));
    limit.set(answerLimit, () => {
      onFailed(new Error(`no answer within ${answerLimit / 1_000} s`));
      controller.abort();
    });
    const channels = Object.fromEntries(
      asking.map(({ channel, position }) => [channel, position && positionText(position)]),
    );
    const request: ResumeRequest = { socketId, channels, signal: controller.signal };
    const answer =
      'resume' in resume
        ? Promise.resolve(request).then(resume.resume)
        : postJson(resume, { socket_id: socketId, channels }, controller.signal);
    answer.then((body: unknown) => settle(() => this.#onAnswer(asking, body, askedAt)), onFailed);
  }

  #onAnswer(asking: readonly Continuity[], body: unknown, askedAt: number): void {
    const verdicts = (body as { channels?: Record<string, unknown> } | null)?.channels ?? {};
    const unknown = asking.filter(
      (each) => this.#all.has(each) && !each.answered(verdicts[each.channel], askedAt),
    );
    const [first] = unknown;
    if (first) {
      const verdict = verdicts[first.channel] as { status?: unknown } | undefined;
      this.#onFailed(unknown, new Error(`channel "${first.channel}" got status ${String(verdict?.status)}`));
    } else this.#attempt = 0;
    this.#keepVerifying();
  }

  #onFailed(asking: readonly Continuity[], cause: unknown): void {
    const why = cause instanceof Error ? cause.message : 'no reason given';
    if (this.#attempt === 0) this.#host.onError(new RealtimeError(CK312, why, { cause }));
    for (const each of asking) {
      each.failed();
      if (each.isUrgent && this.#all.has(each)) this.#asking.add(each);
    }
    const delay = retryDelay(authorizationBackoff, this.#attempt, this.#host.context.timers);
    this.#attempt += 1;
    if (this.#asking.size > 0) this.#retry.set(delay, () => this.#send());
    this.#keepVerifying();
  }

  /** Verifies every live channel from time to time: a loss that no later event shows is known then (promise 18). */
  #keepVerifying(): void {
    if (this.#verification.isSet || !this.#hasLive) return;
    const { context } = this.#host;
    const { timers, queue } = context;
    const { every = 30_000 } = context.options().resume ?? {};
    this.#stopWake ??= onWake((cause) => {
      if (cause !== 'offline') queue.batch(() => this.#verify());
    });
    // A fleet that came back together does not ask together.
    this.#verification.set(every * (0.8 + 0.2 * timers.random()), () => {
      if (!isBrowser() || document.visibilityState === 'visible') this.#verify();
      this.#keepVerifying();
    });
  }

  get #hasLive(): boolean {
    return [...this.#all].some(({ isLive }) => isLive);
  }

  #verify(): void {
    for (const each of this.#all) each.verify();
  }

  #stopVerifying(): void {
    this.#verification.clear();
    this.#stopWake?.();
    this.#stopWake = null;
  }
}
