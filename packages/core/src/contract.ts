import type { StandardSchemaV1 } from '@standard-schema/spec';
import { assertChannelName, assertEventName } from './channelName.ts';
import type {
  ChannelArgument,
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
import { CK104, CK106, CK107, CK108 } from './errorCodes.ts';
import { RealtimeError } from './errors.ts';
import { type ChannelParams, compilePattern, patternsOverlap } from './pattern.ts';

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

/** What the run time knows of a channel by its contract. */
export interface ChannelDescription {
  readonly pattern: string;
  readonly params: ChannelParams;
  readonly events: EventMap;
  readonly member: EventDefinition;
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

const isSpec = (definition: EventMap | ChannelSpec): definition is ChannelSpec =>
  (definition as Partial<ChannelSpec>)['~channel'] === true;

const eventsOf = (definition: EventMap | ChannelSpec): EventMap =>
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
    if (rival)
      throw new RealtimeError(CK104, `"${rival.pattern}" and "${pattern}" fit one and the same name`);
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

/**
 * The concrete name of a channel argument, checked against the contract where there is one.
 * @throws RealtimeError CK101, CK103, CK105 or CK106
 */
export function resolveChannel<TChannels>(
  contract: ChannelContract<TChannels> | undefined,
  argument: ChannelArgument<TChannels> | string,
): string {
  const given = argument as string | { pattern: string; params?: Record<string, string | number> };
  const { pattern, params } = typeof given === 'string' ? patternOf(contract, given) : given;
  if (contract) return (contract as unknown as ChannelContract).name(pattern, params ?? {});
  const name = compilePattern(pattern).fill(params ?? {});
  assertChannelName(name);
  return name;
}

/** What makes two contracts the same to a client: their patterns and events, as text. */
export const contractShape = (contract: ChannelContract<never>): string =>
  JSON.stringify(
    Object.entries(contract.definitions as ChannelDefinitions).map(([pattern, definition]) => [
      pattern,
      Object.keys(eventsOf(definition as EventMap)),
    ]),
  );

function patternOf<TChannels>(contract: ChannelContract<TChannels> | undefined, name: string) {
  assertChannelName(name);
  if (!contract) return { pattern: name, params: {} };
  const found = contract.match(name) as { pattern: string; params: ChannelParams } | null;
  if (!found) throw new RealtimeError(CK106, `channel "${name}" fits no pattern`);
  return found;
}

/** What a contract says of a concrete name; null for a name that it does not know or without a contract. */
export function describeChannel<TChannels>(
  contract: ChannelContract<TChannels> | undefined,
  name: string,
): ChannelDescription | null {
  const found = contract?.match(name) as { pattern: string; params: ChannelParams } | null | undefined;
  if (!contract || !found) return null;
  const definition = (contract.definitions as ChannelDefinitions)[found.pattern] as EventMap | ChannelSpec;
  return {
    pattern: found.pattern,
    params: found.params,
    events: eventsOf(definition),
    member: isSpec(definition) ? definition.member : event(),
  };
}

/** Result of {@link validate}: the schema's output, or why the value does not fit. */
export type Validation =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: RealtimeError };

/**
 * Validates a value synchronously against an event's definition; `subject` names it in the error.
 * Never throws: a schema that throws or answers with a promise gives CK107 or CK108.
 */
export function validate(definition: EventDefinition, value: unknown, subject: string): Validation {
  if (!('~standard' in definition)) return { ok: true, value };
  const schema: StandardSchemaV1 = definition;
  try {
    const result = schema['~standard'].validate(value);
    if (result instanceof Promise) {
      result.catch(() => {});
      return {
        ok: false,
        error: new RealtimeError(CK107, `the schema of ${subject} answered with a promise`),
      };
    }
    if (!result.issues) return { ok: true, value: result.value };
    const first = result.issues[0];
    const path = first?.path?.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
    const where = path ? ` at "${path}"` : '';
    return {
      ok: false,
      error: new RealtimeError(CK108, `${subject}${where}: ${first?.message ?? 'no reason given'}`, {
        cause: result.issues,
      }),
    };
  } catch (cause) {
    return { ok: false, error: new RealtimeError(CK108, `the schema of ${subject} threw`, { cause }) };
  }
}
