import { CK106 } from '../errors/beforeSocket.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import { assertChannelName } from './channelName.ts';
import { type ChannelContract, event, eventsOf, isDurable, isSpec } from './contract.ts';
import type {
  ChannelArgument,
  ChannelDefinitions,
  ChannelSpec,
  EventDefinition,
  EventMap,
} from './contractTypes.ts';
import { type ChannelParams, compilePattern } from './pattern.ts';

/**
 * Returns the concrete name of a channel argument, checked against the contract if there is one.
 * @throws RealtimeError CK101, CK103, CK105 or CK106
 */
export function resolveChannel<TChannels>(
  contract: ChannelContract<TChannels> | undefined,
  argument: ChannelArgument<TChannels> | string,
): string {
  const known = contract as ChannelContract | undefined;
  if (typeof argument === 'object' && argument !== null) {
    const { pattern, params = {} } = argument as { pattern: string; params?: Record<string, string> };
    if (known) return known.name(pattern, params);
    const name = compilePattern(pattern).fill(params);
    assertChannelName(name);
    return name;
  }
  assertChannelName(argument);
  if (!known) return argument;
  const found = known.match(argument);
  if (!found) {
    const patterns = Object.keys(known.definitions).map((pattern) => `"${pattern}"`);
    const listed = `${patterns.slice(0, 10).join(', ')}${patterns.length > 10 ? ', …' : ''}`;
    throw new RealtimeError(CK106, `"${argument}" matches none of the patterns ${listed}`);
  }
  return known.name(found.pattern, found.params);
}

/** What a contract says about one channel. */
export interface ChannelDescription {
  readonly pattern: string;
  readonly params: ChannelParams;
  readonly events: EventMap;
  readonly member: EventDefinition;
  readonly durable: boolean;
}

/** Looks a concrete name up in a contract. Null without a contract, or if it does not know the name. */
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
    durable: isDurable(definition),
  };
}
