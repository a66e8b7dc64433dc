import type { LiveState } from './liveMode.ts';

/** The result with two more fields. A spread would read, and so track, every field of TanStack's result. */
export function withLiveState<TResult extends object>(
  result: TResult,
  state: LiveState,
): TResult & LiveState {
  const isOurs = (key: PropertyKey): key is keyof LiveState => Object.hasOwn(state, key);
  return new Proxy(result, {
    get: (target, key) => (isOurs(key) ? state[key] : Reflect.get(target, key)),
    has: (target, key) => isOurs(key) || Reflect.has(target, key),
    ownKeys: (target) => [...Reflect.ownKeys(target), ...Object.keys(state)],
    getOwnPropertyDescriptor: (target, key) =>
      isOurs(key)
        ? { configurable: true, enumerable: true, value: state[key] }
        : Reflect.getOwnPropertyDescriptor(target, key),
  }) as TResult & LiveState;
}
