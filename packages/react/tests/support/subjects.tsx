import { defineChannels, event } from '@channelkit/core';
import { type ReactNode, useCallback, useState } from 'react';
import * as unbound from '../../src/index.ts';
import type { Stage } from './stage.tsx';

export const room = 'presence-room';
const contract = defineChannels({ 'presence-{name}': { a: event<number>() } });
const bound = unbound.createRealtimeHooks(contract) as unknown as typeof unbound;

/** A hook in use, as text, so that each situation can be put to all of them. */
export interface Subject {
  readonly name: string;
  /** Holds the channel and says what the hook says. */
  readonly useText: (channel: string) => string;
  /** What it says once the channel is live. */
  readonly live: string;
  /** Makes something happen that it must show. */
  readonly happen: (stage: Stage) => Promise<void>;
  /** What it says then. */
  readonly after: string;
}

async function send({ server, advance }: Stage): Promise<void> {
  server.trigger(room, 'a', 7);
  await advance(1_000);
}
async function drop({ server, advance }: Stage): Promise<void> {
  server.goDown();
  await advance();
}
async function blip({ server, advance }: Stage): Promise<void> {
  server.drop();
  await advance(5_000);
}
async function join({ server, advance }: Stage): Promise<void> {
  server.rooms.addMember(room, 'somebody', {});
  await advance();
}
async function signIn({ client, advance }: Stage): Promise<void> {
  client.user.set(9);
  await advance();
}

function useCount(): readonly [number, () => void] {
  const [count, setCount] = useState(0);
  return [count, useCallback(() => setCount((before) => before + 1), [])];
}

function subjectsOf(hooks: typeof unbound): readonly Subject[] {
  const { useChannel, useChannels, useConnection, useGap, useLiveRefresh } = hooks;
  const { usePresence, usePusherContext, usePusherEvent, useUserChannel } = hooks;
  return [
    {
      name: 'usePusherEvent (handler)',
      useText(channel) {
        const [sum, setSum] = useState(0);
        usePusherEvent<number>('a', (data) => setSum(sum + data), { channel });
        return `handled ${sum}`;
      },
      live: 'handled 0',
      happen: send,
      after: 'handled 7',
    },
    {
      name: 'usePusherEvent (data)',
      useText: (channel) => `data ${usePusherEvent<number>('a', null, { channel }).data}`,
      live: 'data undefined',
      happen: send,
      after: 'data 7',
    },
    {
      name: 'usePusherEvent (reduce)',
      useText(channel) {
        const reduce = (sum: number, { data }: { data: number }) => sum + data;
        return `sum ${usePusherEvent<number, number>('a', null, { channel, reduce, initial: 0 }).data}`;
      },
      live: 'sum 0',
      happen: send,
      after: 'sum 7',
    },
    {
      name: 'useChannel',
      useText: (channel) => useChannel(channel).status,
      live: 'subscribed',
      happen: drop,
      after: 'retrying',
    },
    {
      name: 'useChannels',
      useText: (channel) =>
        useChannels([channel])
          .map(({ channel, status }) => `${channel} ${status}`)
          .join(),
      live: `${room} subscribed`,
      happen: drop,
      after: `${room} retrying`,
    },
    {
      name: 'usePresence',
      useText: (channel) => `${usePresence(channel, ({ count }) => count)} here`,
      live: '1 here',
      happen: join,
      after: '2 here',
    },
    {
      name: 'useGap',
      useText(channel) {
        const [count, add] = useCount();
        useGap(channel, () => add());
        return `${count} gaps`;
      },
      live: '0 gaps',
      happen: blip,
      after: '1 gaps',
    },
    {
      name: 'useLiveRefresh',
      useText(channel) {
        const [count, add] = useCount();
        useLiveRefresh(channel, () => add(), { dataUpdatedAt: Number.POSITIVE_INFINITY });
        return `${count} refreshes`;
      },
      live: '0 refreshes',
      happen: send,
      after: '1 refreshes',
    },
    {
      name: 'useConnection',
      useText(channel) {
        useChannel(channel);
        return useConnection(({ state }) => state);
      },
      live: 'connected',
      happen: drop,
      after: 'reconnecting',
    },
    {
      name: 'usePusherContext',
      useText(channel) {
        useChannel(channel);
        return `user ${usePusherContext().userId}`;
      },
      live: 'user null',
      happen: signIn,
      after: 'user 9',
    },
    {
      name: 'useUserChannel',
      useText(channel) {
        useChannel(channel);
        return `mine ${useUserChannel('private-user.{userId}')}`;
      },
      live: 'mine null',
      happen: signIn,
      after: 'mine private-user.9',
    },
  ];
}

/** Every hook, as exported and as made for a contract. */
export const subjects: readonly Subject[] = [
  ...subjectsOf(unbound),
  ...subjectsOf(bound).map((subject) => ({ ...subject, name: `${subject.name} of a contract` })),
];

/** Each of them as a component that shows its text. */
export const texts: readonly ((props: { readonly channel?: string }) => ReactNode)[] = subjects.map(
  ({ useText }) =>
    function Text({ channel = room }) {
      return <span>{useText(channel)}</span>;
    },
);
