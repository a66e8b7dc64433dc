import { type ChannelContract, defineChannels, RealtimeError } from '@channelkit/core/contract';
import { CK612, channelKind } from '@channelkit/core/contract/internal';
import type { Awaitable } from '../awaitable.ts';
import type { AuthorizeContext } from './authTypes.ts';

/** A rule as the handler calls it. */
export type Rule<TUser> = (context: AuthorizeContext<TUser>) => Awaitable<unknown>;

/** The rules of a handler, and the contract whose patterns they decide on. */
export interface Rules<TUser> {
  readonly rules: ReadonlyMap<string, Rule<TUser>>;
  readonly contract: ChannelContract;
}

/**
 * Reads an `authorize` table: every guarded pattern of the contract has a rule, and every rule a pattern. Without a contract the rules'
 * own keys make one.
 * @throws RealtimeError CK612
 */
export function readRules<TUser>(table: object, given: ChannelContract | undefined): Rules<TUser> {
  const rules = new Map(Object.entries(table as Readonly<Record<string, Rule<TUser>>>));
  for (const [pattern, rule] of rules) {
    if (typeof rule !== 'function')
      throw new RealtimeError(CK612, `the rule of "${pattern}" is not a function`);
    if (channelKind(pattern) === 'public')
      throw new RealtimeError(CK612, `"${pattern}" is public, so nobody asks before joining it`);
  }
  if (!given) {
    const own = Object.fromEntries([...rules.keys()].map((pattern) => [pattern, {}]));
    return { rules, contract: defineChannels(own) };
  }
  const patterns = Object.keys(given.definitions);
  const missing = patterns.filter((pattern) => channelKind(pattern) !== 'public' && !rules.has(pattern));
  const unknown = [...rules.keys()].filter((pattern) => !patterns.includes(pattern));
  if (missing.length > 0) throw new RealtimeError(CK612, `no rule for ${missing.join(', ')}`);
  if (unknown.length > 0) throw new RealtimeError(CK612, `the contract has no ${unknown.join(', ')}`);
  return { rules, contract: given };
}
