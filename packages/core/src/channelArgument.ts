import { assertChannelName } from './channelName.ts';
import type { ChannelContract } from './contract.ts';
import type { ChannelArgument } from './contractTypes.ts';
import { CK106 } from './errorCodes/early.ts';
import { RealtimeError } from './errors.ts';
import { type ChannelParams, compilePattern } from './pattern.ts';

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

function patternOf<TChannels>(contract: ChannelContract<TChannels> | undefined, name: string) {
  assertChannelName(name);
  if (!contract) return { pattern: name, params: {} };
  const found = contract.match(name) as { pattern: string; params: ChannelParams } | null;
  if (!found) throw new RealtimeError(CK106, `channel "${name}" fits no pattern`);
  return found;
}
