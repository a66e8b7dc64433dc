/** Adds fields to TanStack's result by a proxy: a spread would read, and so track, every field of the result. */
export function withLiveState<TResult extends object, TState extends object>(
  result: TResult,
  state: TState,
): TResult & TState {
  const isOurs = (key: PropertyKey): key is keyof TState => Object.hasOwn(state, key);
  return new Proxy(result, {
    get: (target, key) => (isOurs(key) ? state[key] : Reflect.get(target, key)),
    has: (target, key) => isOurs(key) || Reflect.has(target, key),
    ownKeys: (target) => [...Reflect.ownKeys(target), ...Object.keys(state)],
    getOwnPropertyDescriptor: (target, key) =>
      isOurs(key)
        ? { configurable: true, enumerable: true, value: state[key] }
        : Reflect.getOwnPropertyDescriptor(target, key),
  }) as TResult & TState;
}
