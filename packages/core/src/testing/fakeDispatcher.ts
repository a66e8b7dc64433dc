type Callback = (data?: unknown, metadata?: unknown) => void;
type GlobalCallback = (event: string, data: unknown) => void;

/**
 * Events the way pusher-js emits them, faults included: a handler that throws stops the later ones, one removed during an
 * emit is still called, one added during an emit is called in it, and one unbind removes every copy of a callback. A global
 * one that goes during an emit makes those behind it move up, so that the next is passed over.
 */
export class FakeDispatcher {
  #callbacks = new Map<string, Callback[]>();
  #globals: GlobalCallback[] = [];

  /** Number of bound callbacks. */
  get listenerCount(): number {
    let count = this.#globals.length;
    for (const callbacks of this.#callbacks.values()) count += callbacks.length;
    return count;
  }

  bind(event: string, callback: Callback): this {
    const known = this.#callbacks.get(event);
    if (known) known.push(callback);
    else this.#callbacks.set(event, [callback]);
    return this;
  }

  bind_global(callback: GlobalCallback): this {
    this.#globals.push(callback);
    return this;
  }

  unbind(event?: string, callback?: Callback): this {
    for (const name of event === undefined ? [...this.#callbacks.keys()] : [event]) {
      const left = callback ? (this.#callbacks.get(name) ?? []).filter((each) => each !== callback) : [];
      if (left.length > 0) this.#callbacks.set(name, left);
      else this.#callbacks.delete(name);
    }
    return this;
  }

  unbind_global(callback?: GlobalCallback): this {
    this.#globals = callback ? this.#globals.filter((each) => each !== callback) : [];
    return this;
  }

  unbind_all(): this {
    return this.unbind().unbind_global();
  }

  emit(event: string, data?: unknown, metadata?: unknown): this {
    for (let index = 0; index < this.#globals.length; index += 1) this.#globals[index]?.(event, data);
    const callbacks = this.#callbacks.get(event) ?? [];
    for (let index = 0; index < callbacks.length; index += 1) callbacks[index]?.(data, metadata);
    return this;
  }
}
