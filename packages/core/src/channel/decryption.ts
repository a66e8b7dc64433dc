import { RealtimeError } from '../errors/realtimeError.ts';
import { CK309, CK311 } from '../errors/withSocket.ts';
import { Alarm, type Timers } from '../lib/timers.ts';
import { parseJson } from '../transport/frame.ts';
import type { AuthorizationData } from '../transport/transport.ts';

/** The cipher: the slice of tweetnacl that is used. */
interface Cipher {
  readonly secretbox: {
    open(box: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array | null;
  };
}

/** An encrypted event: both fields in base64, as checked when the frame was read. */
interface Sealed {
  readonly nonce: string;
  readonly ciphertext: string;
}

interface Waiting {
  readonly event: string;
  readonly data: Sealed;
  readonly since: number;
}

/** What a channel's events are decrypted for. */
export interface DecryptionActions {
  /** Asks for a new key. */
  readonly askKey: (signal: AbortSignal) => Promise<AuthorizationData>;
  readonly onEvent: (event: string, data: unknown) => void;
  /** Runs what an answer changes. */
  readonly batch: (change: () => void) => void;
  /** Events that arrived at `since` or later cannot be read; `event` is the first. */
  readonly onUnreadable: (event: string, since: number, error: RealtimeError) => void;
}

/** How long a request for a new key may take, in milliseconds. */
const keyLimit = 10_000;

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/** Loads the cipher. @throws RealtimeError CK309 */
async function loadCipher(): Promise<Cipher> {
  try {
    const loaded = (await import('tweetnacl')) as unknown as Cipher & { readonly default?: Cipher };
    return loaded.default ?? loaded;
  } catch (cause) {
    throw new RealtimeError(CK309, 'loading it failed', { cause });
  }
}

/**
 * Decrypts the events of one encrypted channel with the key that came with its authorization (Pusher docs, "Encrypted channels"). When
 * the server has a new key, one request serves all events that wait for it, and they keep their order (promise 4).
 */
export class Decryption {
  readonly #actions: DecryptionActions;
  readonly #limit: Alarm;
  #cipher: Cipher | null = null;
  /** The newest key and the one before: while a server changes its key, events with either arrive. */
  #keys: readonly Uint8Array[] = [];
  #waiting: Waiting[] = [];
  #request: AbortController | null = null;

  constructor(actions: DecryptionActions, timers: Timers) {
    this.#actions = actions;
    this.#limit = new Alarm(timers);
  }

  /** When the oldest event arrived that still waits for a key; null if none does. */
  get unreadSince(): number | null {
    return this.#waiting[0]?.since ?? null;
  }

  /** Loads the cipher. @throws RealtimeError CK309 */
  async load(): Promise<void> {
    this.#cipher ??= await loadCipher();
  }

  /** Takes the key of an authorization, checked before. */
  setKey({ shared_secret = '' }: AuthorizationData): void {
    this.#keys = [bytesOf(shared_secret), ...this.#keys.slice(0, 1)];
  }

  /** Decrypts an event, at once or when a new key has come. */
  read(event: string, data: unknown, since: number): void {
    const sealed = { event, data: data as Sealed, since };
    if (this.#waiting.length > 0 || !this.#open(sealed)) this.#wait(sealed);
  }

  /** Drops what waits. */
  clear(): void {
    this.#waiting = [];
    this.#limit.clear();
    this.#request?.abort();
    this.#request = null;
  }

  #open({ event, data }: Waiting): boolean {
    for (const key of this.#keys) {
      const opened = this.#cipher?.secretbox.open(bytesOf(data.ciphertext), bytesOf(data.nonce), key);
      if (!opened) continue;
      this.#actions.onEvent(event, parseJson(new TextDecoder().decode(opened)));
      return true;
    }
    return false;
  }

  #wait(sealed: Waiting): void {
    this.#waiting.push(sealed);
    if (this.#request) return;
    const request = new AbortController();
    this.#request = request;
    const done = (cause?: unknown) => {
      if (this.#request !== request) return;
      const waiting = this.#waiting;
      this.clear();
      const [unread] = waiting.filter((each) => !this.#open(each));
      if (!unread) return;
      const error = new RealtimeError(CK311, `event "${unread.event}"`, { cause });
      this.#actions.onUnreadable(unread.event, unread.since, error);
    };
    this.#limit.set(keyLimit, () => done());
    const { askKey, batch } = this.#actions;
    askKey(request.signal).then(
      (data) =>
        batch(() => {
          if (this.#request === request) this.setKey(data);
          done();
        }),
      (cause: unknown) => batch(() => done(cause)),
    );
  }
}
