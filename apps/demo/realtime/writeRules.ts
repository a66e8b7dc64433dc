import type { QueryRule, RuleBuilder } from '@channelkit/tanstack-query';
import type { channels } from './channels.ts';

/** Writes the rules of one feature against the contract of the demo. */
export type WriteRules = (on: RuleBuilder<typeof channels.definitions>) => readonly QueryRule[];
