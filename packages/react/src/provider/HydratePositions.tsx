'use client';
import type { Positions } from '@channelkit/core';
import { startFrom } from '@channelkit/core/internal';
import type { ReactElement, ReactNode } from 'react';
import { useIsomorphicLayoutEffect } from '../lib/useIsomorphicLayoutEffect.ts';
import { useRealtime } from './useRealtime.ts';

/** Props of `HydratePositions`. */
export interface HydratePositionsProps {
  /** What `log.positions` returned, read before the data. */
  readonly positions: Positions;
  readonly children?: ReactNode;
}

/**
 * Hands the positions of a server-rendered page, or of a part of it, to the nearest provider's client. Durable channels that its children are
 * the first to hold start from them, so what did not change since is not fetched again. Put it around `HydrationBoundary`.
 *
 * @example
 * const positions = await log.positions(['private-orders']);
 * await queryClient.prefetchQuery(orderList());
 * return <HydratePositions positions={positions}>…</HydratePositions>;
 * @throws RealtimeError CK401 outside of a provider
 */
export function HydratePositions({ positions, children }: HydratePositionsProps): ReactElement {
  const { client } = useRealtime(undefined);
  // A layout effect: hooks hold their channels in later effects of the same commit.
  useIsomorphicLayoutEffect(() => startFrom(client, positions), [client, positions]);
  return <>{children}</>;
}
