const symbol = Symbol.for('@channelkit/core');

/**
 * The only state outside a client, by name: shared by every copy of this module in the browsing context. Created at the first call, never
 * at import.
 */
export function globalState<TState extends object>(name: string, create: () => TState): TState {
  const holder = globalThis as { [symbol]?: Map<string, object> };
  holder[symbol] ??= new Map();
  const states = holder[symbol];
  const known = states.get(name) as TState | undefined;
  if (known) return known;
  const created = create();
  states.set(name, created);
  return created;
}
