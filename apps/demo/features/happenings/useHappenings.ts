'use client';
import type { ClientEvent } from '@channelkit/react';
import { hashKey, useQueryClient } from '@tanstack/react-query';
import { use, useEffect, useState } from 'react';
import { queryRules } from '../../realtime/queryRules.ts';
import { usePusherContext } from '../../realtime/realtime.ts';
import { FetchLogContext, reasonFor } from './fetchLog.ts';

/** One step: an event arrived, a rule matched, a query was fetched or written, the log was asked, or events may have been missed. */
export interface Happening {
  readonly index: number;
  readonly at: number;
  readonly kind: 'event' | 'rule' | 'fetch' | 'write' | 'log' | 'gap';
  readonly text: string;
}

const kept = 60;

/** How a channel of stored data was kept complete, as text; null if something else happened. */
function logged(happened: ClientEvent): string | null {
  switch (happened.type) {
    case 'resumed':
      return `${happened.channel} asked the log: ${happened.replayed === 0 ? 'nothing was missed' : `${happened.replayed} replayed`}`;
    case 'hole':
      return `${happened.channel} misses the event before this one`;
    case 'duplicate':
      return `${happened.event} on ${happened.channel} came once more and was dropped`;
    default:
      return null;
  }
}

/** The rules that match an event, as text. */
const rulesFor = (pattern: string | null, event: string): string[] =>
  queryRules.rules
    .filter((rule) => rule.pattern === pattern && (rule.events === null || rule.events.has(event)))
    .map(({ events }) => `${pattern}, ${events ? [...events].join(' or ') : 'any event'}`);

/** The latest steps between events and page updates, newest first. */
export function useHappenings(): readonly Happening[] {
  const { client } = usePusherContext();
  const queryClient = useQueryClient();
  const fetches = use(FetchLogContext);
  const [happenings, setHappenings] = useState<readonly Happening[]>([]);
  useEffect(() => {
    const add = (kind: Happening['kind'], text: string) =>
      setHappenings((all) =>
        [{ index: (all[0]?.index ?? 0) + 1, at: Date.now(), kind, text }, ...all].slice(0, kept),
      );
    const stopEvents = client.observe((happened) => {
      if (happened.type === 'message') {
        const { message, pattern } = happened;
        add('event', `${message.event} on ${message.channel}`);
        for (const rule of rulesFor(pattern, message.event)) add('rule', rule);
      }
      const text = logged(happened);
      if (text !== null) add('log', text);
      if (happened.type === 'live' && happened.gap)
        add('gap', `${happened.channel} is live again; queries that may have missed events are refetched`);
    });
    let bridged: { readonly hash: string; readonly reason: string } | null = null;
    const stopFetches = fetches.subscribe((fetch) => {
      bridged = { hash: hashKey(fetch.queryKey), reason: reasonFor(fetch) };
    });
    const stopQueries = queryClient.getQueryCache().subscribe((change) => {
      if (change.type !== 'updated') return;
      if (change.action.type === 'fetch') {
        const hash = hashKey(change.query.queryKey);
        // The bridge reports a fetch right before it starts; a fetch without a reason comes from the page.
        add('fetch', bridged?.hash === hash ? `${hash} for ${bridged.reason}` : hash);
        bridged = null;
      }
      if (change.action.type === 'success' && change.action.manual)
        add('write', hashKey(change.query.queryKey));
    });
    return () => {
      stopEvents();
      stopFetches();
      stopQueries();
    };
  }, [client, queryClient, fetches]);
  return happenings;
}
