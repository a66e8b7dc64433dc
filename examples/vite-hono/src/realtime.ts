import { createRealtimeHooks } from '@channelkit/react';
import { defineQueryRules } from '@channelkit/tanstack-query';
import { createQueryBridgeHooks } from '@channelkit/tanstack-query/react';
import { channels } from './channels.ts';

export const { PusherProvider } = createRealtimeHooks(channels);

/** Which queries an event makes stale. */
const rules = defineQueryRules(channels, (on) => [on('poll', '*', () => [['votes']])]);
export const { QueryBridgeProvider, useRealtimeQuery } = createQueryBridgeHooks(rules);
