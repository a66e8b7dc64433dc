/** Where the fields of a result come from. */
export interface FieldSource<TFields> {
  /** The newest values. */
  fields(): TFields;
  /** A field is read for the first time. */
  onRead(key: keyof TFields): void;
}

/**
 * Fields that are shown as one immutable result, with a note of which were ever read: a change of the others needs no
 * render. A field that is read for the first time shows its value of that moment.
 */
export class TrackedFields<TFields extends object> implements ProxyHandler<TFields> {
  readonly #source: FieldSource<TFields>;
  readonly #read: (keyof TFields)[] = [];
  #shown: TFields;
  #result: TFields;

  constructor(source: FieldSource<TFields>) {
    this.#source = source;
    this.#shown = source.fields();
    this.#result = this.present(this.#shown);
  }

  /** The same object until a field that is read was published with another value. */
  get result(): TFields {
    return this.#result;
  }

  /** Whether any field was ever read. */
  get isRead(): boolean {
    return this.#read.length > 0;
  }

  /** Shows the newest values; true when that made a new result. */
  publish(): boolean {
    if (!this.isRead) return false;
    const newest = this.#source.fields();
    if (this.#read.every((key) => Object.is(this.#shown[key], newest[key]))) return false;
    this.#shown = newest;
    this.#result = this.present(newest);
    return true;
  }

  /** A result of these fields, whose reads are noted too. */
  present(fields: TFields): TFields {
    return new Proxy(fields, this);
  }

  /** What the proxies ask. */
  get(shown: TFields, key: string | symbol): unknown {
    const name = key as keyof TFields;
    if (!this.#read.includes(name) && Object.hasOwn(shown, key)) {
      this.#read.push(name);
      this.#source.onRead(name);
      // A result that was replaced keeps what it said.
      if (shown === this.#shown) shown[name] = this.#source.fields()[name];
    }
    return shown[name];
  }
}
