'use client';
import { createQueryBridgeHooks } from '@channelkit/tanstack-query/react';
import { queryRules } from './queryRules.ts';

/** Provider and hooks of the query bridge, typed by the demo's contract. */
export const { QueryBridgeProvider, useRealtimeQuery, usePollingFallback } =
  createQueryBridgeHooks(queryRules);
