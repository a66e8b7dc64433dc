'use client';
import type { BridgeFetch } from '@channelkit/tanstack-query';
import { createContext } from 'react';

type Listener = (fetch: BridgeFetch) => void;

/** Passes on the fetches that the query bridge reports. */
export interface FetchLog {
  readonly add: Listener;
  /** Calls `listener` before each fetch; returns the unsubscribe. */
  readonly subscribe: (listener: Listener) => () => void;
}

/** Creates a log; it stores nothing itself. */
export function createFetchLog(): FetchLog {
  const listeners = new Set<Listener>();
  return {
    add: (fetch) => {
      for (const listener of listeners) listener(fetch);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The log of the nearest bridge; without one, nothing is reported. */
export const FetchLogContext = createContext<FetchLog>({ add: () => {}, subscribe: () => () => {} });

/** Why the bridge fetches, as text. */
export function reasonFor({ cause, events }: BridgeFetch): string {
  if (!cause) return 'the saved state arrived late';
  const { channel, event } = cause;
  if (event === null) return `${channel} is live and this data is older`;
  return events > 1 ? `${events} events, the last ${event} on ${channel}` : `${event} on ${channel}`;
}
