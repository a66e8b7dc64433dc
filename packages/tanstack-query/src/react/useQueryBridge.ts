'use client';

import type { ParamsOf } from '@channelkit/core';
import { useEffect } from 'react';
import { type ChannelInput, namesOf } from './channelInput.ts';
import { useProvidedBridge } from './context.ts';
import { releaseLater } from './releaseLater.ts';

/** The parameters that a pattern needs; of a name known only at run time they are not known. */
export type PatternParams<TPattern extends string> = string extends TPattern
  ? [params?: Readonly<Record<string, string | number>>]
  : keyof ParamsOf<TPattern> extends never
    ? [params?: undefined]
    : [params: ParamsOf<TPattern>];

/**
 * Holds a channel while the component is mounted, so that the rules of the provider get its events and gaps.
 * Takes a concrete name, a pattern with its parameters, or null for nothing. Never re-renders.
 * @throws RealtimeError CK502 without a provider, CK101, CK105, CK106 for a bad name
 * @example
 * useQueryBridge('private-invoice.{invoiceId}', { invoiceId });
 */
export function useQueryBridge<const TPattern extends string>(
  channel: TPattern | Exclude<ChannelInput, string> | null | undefined,
  ...params: PatternParams<TPattern>
): void {
  const { core, client } = useProvidedBridge('useQueryBridge');
  const [values] = params;
  const input: ChannelInput | null | undefined =
    typeof channel === 'string' && values !== undefined ? { pattern: channel, params: values } : channel;
  const [name] = namesOf(client, input);
  useEffect(() => {
    if (name === undefined) return;
    core.attach();
    const lease = client.acquire(name);
    return () => releaseLater([lease]);
  }, [core, client, name]);
}
