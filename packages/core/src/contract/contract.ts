import { CK104, CK106 } from '../errors/beforeSocket.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import { assertChannelName, assertEventName } from './channelName.ts';
import type {
  ChannelDefinitions,
  ChannelName,
  ChannelSpec,
  EventDefinition,
  EventMap,
  EventType,
  MatchedParams,
  ParamsOf,
  PatternOf,
  UntypedChannels,
} from './contractTypes.ts';
import { type CompiledPattern, compilePattern, patternsOverlap } from './pattern.ts';

/** A name that a contract knows: its pattern and parameters, discriminated by `pattern`. */
export type ChannelMatch<TChannels> = {
  [P in PatternOf<TChannels>]: { readonly pattern: P; readonly params: MatchedParams<P> };
}[PatternOf<TChannels>];

/** The channel names, events and payloads that server and client share. Made by `defineChannels`. */
export interface ChannelContract<TChannels = UntypedChannels> {
  /** The definitions as given. */
  readonly definitions: TChannels;
  /**
   * Returns the concrete name of a pattern.
   * @throws RealtimeError CK105 when a value would not be read back unchanged, CK101 when the name breaks Pusher's rules, CK106 for a
   * pattern that is not defined
   */
  name<TPattern extends PatternOf<TChannels>>(
    pattern: TPattern,
    // NoInfer: TypeScript would take a string among the params as a candidate for the pattern.
    ...params: keyof ParamsOf<TPattern> extends never
      ? [params?: undefined]
      : [params: ParamsOf<NoInfer<TPattern>>]
  ): ChannelName<TPattern>;
  /** Returns the pattern and parameters of a concrete name, or null if the contract does not know it. */
  match(name: string): ChannelMatch<TChannels> | null;
}

/** Options of `defineChannels`. */
export interface ContractOptions {
  /**
   * `false` for a back end that still sends to public names: the contract's `private-orders` is `orders` on the wire. Anyone with the app
   * key can then read it; nothing else in the application changes. Encrypted channels keep their prefix.
   * @default true
   */
  readonly privatePrefix?: boolean;
}

/** A pattern of the contract, and the pattern that its names follow on the wire. */
interface Entry {
  readonly pattern: string;
  readonly wire: CompiledPattern;
}

/** @throws RealtimeError CK104 if two patterns can match the same name */
function assertNoOverlap(entries: readonly Entry[]): void {
  const sorted = [...entries].sort((a, b) => (a.wire.prefix < b.wire.prefix ? -1 : 1));
  // Two patterns can overlap only if one prefix begins with the other. Sorted, such patterns are neighbors: `open` keeps a stack of them.
  const open: Entry[] = [];
  for (const entry of sorted) {
    while (open.length > 0 && !entry.wire.prefix.startsWith(open.at(-1)?.wire.prefix ?? '')) open.pop();
    for (const other of open) {
      if (!patternsOverlap(other.wire, entry.wire)) continue;
      const [first, second] =
        entries.indexOf(other) < entries.indexOf(entry) ? [other, entry] : [entry, other];
      throw new RealtimeError(CK104, `"${first.pattern}" and "${second.pattern}" can match the same name`);
    }
    open.push(entry);
  }
}

/** Describes an event by its type alone. Its payload is not validated. */
export function event<TPayload = unknown>(): EventType<TPayload> {
  return { '~event': 'type' };
}

/** Describes a channel in the long form: its events, on presence channels the members' `user_info`, and whether it is durable. */
export function channel<
  const TEvents extends EventMap,
  TMember extends EventDefinition = EventType<unknown>,
>(spec: {
  readonly events: TEvents;
  readonly member?: TMember;
  /**
   * Whether the server keeps the channel's events in a log, so that a client gets each of them once and in order, across drops and
   * losses. Payloads are JSON objects then. @default false
   */
  readonly durable?: boolean;
}): ChannelSpec<TEvents, TMember> {
  const { events, member = event() as TMember, durable = false } = spec;
  return { '~channel': true, events, member, durable };
}

export const isSpec = (definition: EventMap | ChannelSpec): definition is ChannelSpec =>
  (definition as Partial<ChannelSpec>)['~channel'] === true;

export const eventsOf = (definition: EventMap | ChannelSpec): EventMap =>
  isSpec(definition) ? definition.events : definition;

export const isDurable = (definition: EventMap | ChannelSpec): boolean =>
  isSpec(definition) && definition.durable;

/**
 * Defines an application's contract: channel pattern → event → payload, checked at both ends. `{x}` matches one or more legal characters
 * except the dot, `{x*}` any. Pure: safe on a server and at import.
 * @throws RealtimeError CK103 for a bad pattern, CK104 for two patterns that can match the same name, CK102 for a bad event name
 */
export function defineChannels<const TChannels extends ChannelDefinitions>(
  definitions: TChannels,
  { privatePrefix = true }: ContractOptions = {},
): ChannelContract<TChannels> {
  const onWire = (name: string) => (privatePrefix ? name : name.replace(/^private-(?!encrypted-)/, ''));
  const entries = Object.entries(definitions).map(([pattern, definition]): Entry => {
    for (const name of Object.keys(eventsOf(definition))) assertEventName(name);
    return { pattern, wire: compilePattern(onWire(pattern)) };
  });
  assertNoOverlap(entries);
  const byPattern = new Map(entries.map((entry) => [entry.pattern, entry]));
  const byPrefix = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { prefix } = entry.wire;
    const others = byPrefix.get(prefix);
    if (others) others.push(entry);
    else byPrefix.set(prefix, [entry]);
  }
  const prefixLengths = [...new Set([...byPrefix.keys()].map(({ length }) => length))];

  const match = (name: string): ChannelMatch<TChannels> | null => {
    const read = onWire(name);
    for (const length of prefixLengths) {
      for (const { pattern, wire } of byPrefix.get(read.slice(0, length)) ?? []) {
        const params = wire.match(read);
        if (params) return { pattern, params } as unknown as ChannelMatch<TChannels>;
      }
    }
    return null;
  };
  const name = (pattern: string, params: Readonly<Record<string, string | number>> = {}): string => {
    const entry = byPattern.get(pattern);
    if (!entry) throw new RealtimeError(CK106, `no pattern ${JSON.stringify(pattern)} is defined`);
    const concrete = entry.wire.fill(params);
    assertChannelName(concrete);
    return concrete;
  };
  return { definitions, match, name } as ChannelContract<TChannels>;
}

/** What a contract's patterns and events are, as text: two contracts with the same shape are the same to a client. */
export const contractShape = (contract: ChannelContract<never>): string =>
  JSON.stringify(
    Object.entries(contract.definitions as ChannelDefinitions).map(([pattern, definition]) => [
      pattern,
      Object.keys(eventsOf(definition as EventMap)),
      ...(isDurable(definition as EventMap) ? ['durable'] : []),
    ]),
  );
