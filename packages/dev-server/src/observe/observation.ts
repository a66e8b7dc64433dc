import type { Hub } from '../server/hub.ts';
import type { FrameRecord } from './frameLog.ts';
import type { ServerEvent } from './serverEvent.ts';
import type { ChannelInfo, ConnectionInfo, Counters, SubscriptionInfo } from './snapshots.ts';

/** Read access to a running server. Every result is a copy. */
export interface Observation {
  connections(): ConnectionInfo[];
  /** The occupied channels. */
  channels(): ChannelInfo[];
  subscriptions(): SubscriptionInfo[];
  /** The latest matching frames, oldest first; the log is bounded. */
  frames(filter?: Partial<Omit<FrameRecord, 'at' | 'text'>>): FrameRecord[];
  counters(): Counters;
  /** Calls the listener with every event of the server. @returns the function that removes it */
  observe(listener: (event: ServerEvent) => void): () => void;
}

/** Creates the observation methods of a server. */
export function createObservation(hub: Hub): Observation {
  const channels = () =>
    hub.apps.flatMap((app) =>
      [...app.channels.values()].map((channel) => ({ app: app.options.id, channel })),
    );
  return {
    connections: () => [...hub.connections.values()].map((connection) => connection.info()),
    channels: () =>
      channels().map(({ app, channel }) => ({
        name: channel.name,
        app,
        kind: channel.kind,
        subscriptionCount: channel.subscriptionCount,
        userCount: channel.kind === 'presence' ? channel.members.count : null,
        users: channel.members.ids(),
      })),
    subscriptions: () =>
      channels().flatMap(({ app, channel }) =>
        channel.socketIds().map((socketId) => {
          const member = channel.memberOf(socketId);
          return { app, channel: channel.name, socketId, userId: member ? String(member.userId) : null };
        }),
      ),
    frames: (filter) => hub.log.list(filter).map((record) => ({ ...record })),
    counters: () => ({ ...hub.counters }),
    observe: (listener) => hub.observe(listener),
  };
}
