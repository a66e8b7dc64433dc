import { channelScenarios } from './channels.ts';
import { httpScenarios } from './httpApi.ts';
import { presenceScenarios } from './presence.ts';
import type { Scenarios } from './scenario.ts';
import { userScenarios } from './users.ts';

/** Every scenario of the suite, by title. */
export const scenarios: Scenarios = {
  ...channelScenarios,
  ...presenceScenarios,
  ...userScenarios,
  ...httpScenarios,
};
