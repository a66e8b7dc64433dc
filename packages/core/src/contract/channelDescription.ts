import { type ChannelContract, event, eventsOf, isSpec } from './contract.ts';
import type { ChannelDefinitions, ChannelSpec, EventDefinition, EventMap } from './contractTypes.ts';
import type { ChannelParams } from './pattern.ts';

/** What a contract says about one channel. */
export interface ChannelDescription {
  readonly pattern: string;
  readonly params: ChannelParams;
  readonly events: EventMap;
  readonly member: EventDefinition;
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
  };
}
