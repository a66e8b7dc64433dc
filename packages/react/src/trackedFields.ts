/**
 * Fields that are shown as one immutable result, with a note of which were ever read: a change of the others needs no
 * render. A field that is read for the first time shows its value of that moment.
 */
export class TrackedFields<TFields extends object> {
  readonly #read = new Set<keyof TFields>();
  readonly #handler: ProxyHandler<TFields>;
  readonly #fields: TFields;
  #shown: TFields;
  #result: TFields;

  constructor(fields: TFields) {
    this.#fields = { ...fields };
    this.#shown = { ...fields };
    this.#handler = {
      get: (shown, name) => {
        const key = name as keyof TFields;
        if (!this.#read.has(key) && Object.hasOwn(shown, key)) {
          this.#read.add(key);
          shown[key] = this.#fields[key];
        }
        return shown[key];
      },
    };
    this.#result = new Proxy(this.#shown, this.#handler);
  }

  /** The same object until a field that is read was published with another value. */
  get result(): TFields {
    return this.#result;
  }

  /** Whether a field that is read differs from what is shown. */
  get isBehind(): boolean {
    for (const key of this.#read) if (!Object.is(this.#shown[key], this.#fields[key])) return true;
    return false;
  }

  /** The newest value, shown or not. */
  get<TKey extends keyof TFields>(key: TKey): TFields[TKey] {
    return this.#fields[key];
  }

  /** Takes new values without showing them. */
  set(change: Partial<TFields>): void {
    Object.assign(this.#fields, change);
  }

  /** {@link set} of one field, for the path that every event takes. */
  put<TKey extends keyof TFields>(key: TKey, value: TFields[TKey]): void {
    this.#fields[key] = value;
  }

  /** Shows what was set; true when that made a new result. */
  publish(): boolean {
    if (!this.isBehind) return false;
    this.#shown = { ...this.#fields };
    this.#result = new Proxy(this.#shown, this.#handler);
    return true;
  }
}
