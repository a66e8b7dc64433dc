'use client';

import type { ParamsOf } from '@channelkit/core';
import { usePusherContext } from '@channelkit/react';
import { useEffect } from 'react';
import { acquireAll, type ChannelInput, wishKey } from './channelInput.ts';
import { useProvidedBridge } from './context.ts';
import { releaseLater } from './releaseLater.ts';

/** The parameters that a pattern needs; optional for a name that is only known at run time. */
export type PatternParams<TPattern extends string> = string extends TPattern
  ? [params?: Readonly<Record<string, string | number>>]
  : keyof ParamsOf<TPattern> extends never
    ? [params?: undefined]
    : [params: ParamsOf<TPattern>];

/**
 * Subscribes to a channel while the component is mounted, so that the rules of the provider get its events and gaps.
 * Takes a concrete name, a pattern with its parameters, or null for nothing. Never re-renders. An invalid name (CK101, CK103, CK105,
 * CK106) is reported to the provider's `onError`.
 * @throws RealtimeError CK502 without a provider
 * @example
 * useQueryBridge('private-invoice.{invoiceId}', { invoiceId });
 */
export function useQueryBridge<const TPattern extends string>(
  channel: TPattern | Exclude<ChannelInput, string> | null | undefined,
  ...params: PatternParams<TPattern>
): void {
  const { core, client } = useProvidedBridge('useQueryBridge');
  const { userId } = usePusherContext();
  const [values] = params;
  const wish = wishKey(
    typeof channel === 'string' && values !== undefined ? { pattern: channel, params: values } : channel,
    userId,
  );
  useEffect(() => {
    core.attach();
    const { leases } = acquireAll(client, wish, core.report);
    return () => releaseLater(leases);
  }, [core, client, wish]);
}
