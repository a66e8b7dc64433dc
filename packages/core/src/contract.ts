import { assertChannelName } from './channelName.ts';
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
import { CK104 } from './errorCodes/contract.ts';
import { CK106 } from './errorCodes/early.ts';
import { RealtimeError } from './errors.ts';
import { assertEventName } from './eventName.ts';
import { compilePattern, patternsOverlap } from './pattern.ts';

/** A name recognised by a contract: its pattern and parameters, discriminated by `pattern`. */
export type ChannelMatch<TChannels> = {
  [P in PatternOf<TChannels>]: { readonly pattern: P; readonly params: MatchedParams<P> };
}[PatternOf<TChannels>];

/** What `defineChannels` returns: the names, events and payloads that server and client share. */
export interface ChannelContract<TChannels = UntypedChannels> {
  /** The definitions as given. */
  readonly definitions: TChannels;
  /**
   * The concrete name of a pattern.
   * @throws RealtimeError CK105 when a value would not be read back unchanged, CK101 when the name breaks Pusher's rules
   */
  name<TPattern extends PatternOf<TChannels>>(
    pattern: TPattern,
    // NoInfer: a string among the params would be taken as a candidate for the pattern.
    ...params: keyof ParamsOf<TPattern> extends never
      ? [params?: undefined]
      : [params: ParamsOf<NoInfer<TPattern>>]
  ): ChannelName<TPattern>;
  /** Pattern and parameters of a concrete name, or null when the contract does not know it. */
  match(name: string): ChannelMatch<TChannels> | null;
}

/** Settings of a contract. */
export interface ContractOptions {
  /**
   * `false` for a back end that still sends to the public name: `private-orders` of the contract travels as `orders`.
   * Whoever has the app key can then read it; nothing else of the application changes. Encrypted channels keep theirs.
   * @default true
   */
  readonly privatePrefix?: boolean;
}

const wire = (wirePattern: string) => {
  const { fill, match } = compilePattern(wirePattern);
  return { wirePattern, fill, match };
};

/** An event known by its type alone; its payload is not validated. */
export function event<TPayload = unknown>(): EventType<TPayload> {
  return { '~event': 'type' };
}

/** The long form of a channel definition: events and, on presence channels, the members' `user_info`. */
export function channel<
  const TEvents extends EventMap,
  TMember extends EventDefinition = EventType<unknown>,
>(spec: { readonly events: TEvents; readonly member?: TMember }): ChannelSpec<TEvents, TMember> {
  return { '~channel': true, events: spec.events, member: spec.member ?? (event() as TMember) };
}

export const isSpec = (definition: EventMap | ChannelSpec): definition is ChannelSpec =>
  (definition as Partial<ChannelSpec>)['~channel'] === true;

export const eventsOf = (definition: EventMap | ChannelSpec): EventMap =>
  isSpec(definition) ? definition.events : definition;

/**
 * Defines the one contract of an application: channel pattern → event → payload, checked at both ends.
 * `{x}` stands for one or more legal characters except the dot, `{x*}` for any. Pure: safe on a server and at import.
 * @throws RealtimeError CK103 for a bad pattern, CK104 for two that fit one name, CK102 for a bad event name
 */
export function defineChannels<const TChannels extends ChannelDefinitions>(
  definitions: TChannels,
  { privatePrefix = true }: ContractOptions = {},
): ChannelContract<TChannels> {
  const onWire = (name: string) => (privatePrefix ? name : name.replace(/^private-(?!encrypted-)/, ''));
  const compiled = Object.keys(definitions).map((pattern) => ({ pattern, ...wire(onWire(pattern)) }));
  const byPattern = new Map(compiled.map((entry) => [entry.pattern, entry]));
  for (const [index, { pattern, wirePattern }] of compiled.entries()) {
    for (const name of Object.keys(eventsOf(definitions[pattern] as EventMap))) assertEventName(name);
    const rival = compiled.slice(0, index).find((other) => patternsOverlap(other.wirePattern, wirePattern));
    if (rival) throw new RealtimeError(CK104, `"${rival.pattern}" and "${pattern}" can match the same name`);
  }

  const match = (name: string): ChannelMatch<TChannels> | null => {
    const read = onWire(name);
    for (const entry of compiled) {
      const params = entry.match(read);
      if (params) return { pattern: entry.pattern, params } as unknown as ChannelMatch<TChannels>;
    }
    return null;
  };
  const name = (pattern: string, params: Readonly<Record<string, string | number>> = {}): string => {
    const entry = byPattern.get(pattern);
    if (!entry) throw new RealtimeError(CK106, `no pattern ${JSON.stringify(pattern)} is defined`);
    const concrete = entry.fill(params);
    assertChannelName(concrete);
    return concrete;
  };
  return { definitions, match, name } as ChannelContract<TChannels>;
}

/** What makes two contracts the same to a client: their patterns and events, as text. */
export const contractShape = (contract: ChannelContract<never>): string =>
  JSON.stringify(
    Object.entries(contract.definitions as ChannelDefinitions).map(([pattern, definition]) => [
      pattern,
      Object.keys(eventsOf(definition as EventMap)),
    ]),
  );
