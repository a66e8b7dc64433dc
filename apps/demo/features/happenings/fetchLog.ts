'use client';
import type { BridgeFetch } from '@channelkit/tanstack-query';
import { createContext } from 'react';

type Listener = (fetch: BridgeFetch) => void;

/** Passes on what the query bridge says of its fetches. */
export interface FetchLog {
  readonly add: Listener;
  /** Calls `listener` before each fetch; returns the unsubscribe. */
  readonly subscribe: (listener: Listener) => () => void;
}

/** Makes a log that keeps nothing itself. */
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

/** The log of the bridge above; without one nothing is told. */
export const FetchLogContext = createContext<FetchLog>({ add: () => {}, subscribe: () => () => {} });

/** Why the bridge fetches, in words. */
export function reasonFor({ cause, events }: BridgeFetch): string {
  if (!cause) return 'what was saved came late';
  const { channel, event } = cause;
  if (event === null) return `${channel} is live, and this is older`;
  return events > 1 ? `${events} events, the last ${event} on ${channel}` : `${event} on ${channel}`;
}
