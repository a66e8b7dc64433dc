/** Fields whose newest values are asked for only when somebody reads them. */
export interface LazyFields<TFields> {
  readonly keys: readonly (keyof TFields)[];
  /** Told when one of them is read for the first time. */
  readonly onRead: () => void;
  readonly read: () => Partial<TFields>;
}

/**
 * Fields that are shown as one immutable result, with a note of which were ever read: a change of the others needs no
 * render. A field that is read for the first time shows its value of that moment.
 */
export class TrackedFields<TFields extends object> {
  readonly #read = new Set<keyof TFields>();
  readonly #lazy: LazyFields<TFields> | null;
  readonly #fields: TFields;
  readonly #handler: ProxyHandler<TFields>;
  #isWatched = false;
  #shown: TFields;
  #result: TFields;

  constructor(fields: TFields, lazy: LazyFields<TFields> | null = null) {
    this.#fields = fields;
    this.#lazy = lazy;
    this.#shown = { ...fields };
    this.#handler = { get: (shown, key) => this.#get(shown, key as keyof TFields) };
    this.#result = new Proxy(this.#shown, this.#handler);
  }

  /** The same object until a field that is read was published with another value. */
  get result(): TFields {
    return this.#result;
  }

  /** Whether a field that is read differs from what is shown. */
  get isBehind(): boolean {
    this.#pull();
    for (const key of this.#read) if (!Object.is(this.#shown[key], this.#fields[key])) return true;
    return false;
  }

  /** Takes new values without showing them. */
  set(change: Partial<TFields>): void {
    Object.assign(this.#fields, change);
  }

  /** Makes a new result of newer values, for a beginning that is further on than the first. */
  restart(change: Partial<TFields>): void {
    this.set(change);
    this.#show();
  }

  /** Shows what was set; true when that made a new result. */
  publish(): boolean {
    if (!this.isBehind) return false;
    this.#show();
    return true;
  }

  #show(): void {
    this.#shown = { ...this.#fields };
    this.#result = new Proxy(this.#shown, this.#handler);
  }

  #get<TKey extends keyof TFields>(shown: TFields, key: TKey): TFields[TKey] {
    if (!this.#read.has(key) && Object.hasOwn(shown, key)) {
      this.#read.add(key);
      if (this.#lazy?.keys.includes(key)) this.#watch(this.#lazy);
      this.#pull();
      // A result that was replaced keeps what it said.
      if (shown === this.#shown) shown[key] = this.#fields[key];
    }
    return shown[key];
  }

  #watch({ onRead }: LazyFields<TFields>): void {
    this.#isWatched = true;
    onRead();
  }

  #pull(): void {
    if (this.#isWatched && this.#lazy) Object.assign(this.#fields, this.#lazy.read());
  }
}
