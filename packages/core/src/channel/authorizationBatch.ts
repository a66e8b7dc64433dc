import type { Timers } from '../lib/timers.ts';
import type { AuthorizationRequest, EndpointAuth } from '../options.ts';
import { failureOf, inBatches, postForm, postJson } from './authorize.ts';

interface Waiting extends AuthorizationRequest {
  readonly resolve: (data: unknown) => void;
  readonly reject: (cause: unknown) => void;
}

/** The requests of one turn for one endpoint. */
interface Batch {
  readonly auth: EndpointAuth;
  readonly waiting: Waiting[];
}

/**
 * Authorizes what is asked for in one turn with one request (docs/continuity-protocol.md, "Authorizing many channels at once"), so that a
 * reconnect costs one, whatever the number of channels (promise 19).
 */
export class AuthorizationBatch {
  readonly #timers: Timers;
  /** By socket and endpoint. */
  readonly #gathered = new Map<string, Batch>();
  /** Endpoints and whether they know batches, once that is known. */
  readonly #knowsBatches = new Map<string, boolean>();

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  ask(auth: EndpointAuth, request: AuthorizationRequest): Promise<unknown> {
    const { endpoint: given, batch = true } = auth;
    const endpoint = typeof given === 'function' ? given(request.channelName) : given;
    if (batch === false || this.#knowsBatches.get(endpoint) === false) return alone(auth, request);
    return new Promise((resolve, reject) => {
      const key = `${request.socketId} ${endpoint}`;
      const gathered = this.#gathered.get(key) ?? { auth: { ...auth, endpoint }, waiting: [] };
      gathered.waiting.push({ ...request, resolve, reject });
      if (this.#gathered.has(key)) return;
      this.#gathered.set(key, gathered);
      // A turn, and not a microtask: retries that are due together are timers of their own.
      this.#timers.setTimeout(() => {
        this.#gathered.delete(key);
        for (const waiting of inBatches(gathered.waiting)) void this.#send(gathered.auth, waiting);
      }, 0);
    });
  }

  async #send(auth: EndpointAuth, all: readonly Waiting[]): Promise<void> {
    const waiting = all.filter(({ signal }) => !signal.aborted);
    const endpoint = String(auth.endpoint);
    const isKnown = this.#knowsBatches.get(endpoint) === true;
    if (waiting.length < 2) return each(waiting, (one) => alone(auth, one));
    try {
      const verdicts = await together(auth, waiting);
      this.#knowsBatches.set(endpoint, true);
      each(waiting, async ({ channelName }) => readVerdict(verdicts[channelName], channelName));
    } catch (cause) {
      // Without a session each of them would fail in the same way.
      const isFinal = isKnown || (cause as { status?: unknown } | null)?.status === 401;
      if (isFinal) return each(waiting, () => Promise.reject(cause));
      each(waiting, async (one) => {
        const data = await alone(auth, one);
        // It can authorize one, and not several.
        this.#knowsBatches.set(endpoint, false);
        return data;
      });
    }
  }
}

const alone = (auth: EndpointAuth, { socketId, channelName, signal }: AuthorizationRequest) =>
  postForm(auth, { socket_id: socketId, channel_name: channelName }, signal);

function each(waiting: readonly Waiting[], ask: (one: Waiting) => Promise<unknown>): void {
  for (const one of waiting) ask(one).then(one.resolve, one.reject);
}

/** Asks for all with one request, which is aborted when none of them needs it any more. */
async function together(
  auth: EndpointAuth,
  waiting: readonly Waiting[],
): Promise<Readonly<Record<string, unknown>>> {
  const request = new AbortController();
  for (const { signal } of waiting)
    signal.addEventListener('abort', () => {
      if (waiting.every((one) => one.signal.aborted)) request.abort();
    });
  const [{ socketId }] = waiting as readonly [Waiting];
  const names = waiting.map(({ channelName }) => channelName);
  if (auth.batch === 'pusher-js-auth') {
    const numbered = Object.fromEntries(names.map((name, index) => [`channel_name[${index}]`, name]));
    const body = await postForm(auth, { socket_id: socketId, ...numbered }, request.signal);
    // Its versions differ in whether the socket id comes first.
    return verdictsIn((body as Record<string, unknown> | null)?.[socketId] ?? body);
  }
  const fields = { socket_id: socketId, channel_names: names };
  const body = await postJson({ ...auth, endpoint: String(auth.endpoint) }, fields, request.signal);
  return verdictsIn((body as { channels?: unknown } | null)?.channels);
}

function verdictsIn(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null)
    throw new Error('the answer has no verdict for each channel');
  return value as Readonly<Record<string, unknown>>;
}

/** The authorization of one channel among several. @throws AuthorizationFailure */
function readVerdict(verdict: unknown, channel: string): unknown {
  const { status = 200, data } = (verdict ?? { status: 'no answer' }) as { status?: unknown; data?: unknown };
  if (status === 200) return data ?? verdict;
  throw failureOf(Number(status), `channel "${channel}" got status ${String(status)}`);
}
