import { RealtimeError } from '@channelkit/core';
import { CK401 } from '@channelkit/core/internal';
import * as React from 'react';
import { type Realtime, RealtimeContext } from './realtimeContext.ts';

/**
 * The nearest provider with this contract, else the nearest one. With nested providers, hooks made for the outer contract
 * keep working inside the inner provider.
 * @throws RealtimeError CK401 outside of a provider
 */
export function useRealtime(contract: object | undefined): Realtime {
  const nearest = React.useContext(RealtimeContext);
  if (!nearest) throw new RealtimeError(CK401, 'a hook of @channelkit/react was called outside of one');
  let found: Realtime | null = contract ? nearest : null;
  while (found && found.contract !== contract) found = found.parent;
  return found ?? nearest;
}
