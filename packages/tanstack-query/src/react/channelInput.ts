import { type ChannelLease, type RealtimeClient, RealtimeError } from '@channelkit/core';
import { type ReportError, resolveChannel } from '@channelkit/core/internal';

/** A channel: a concrete name, or a pattern with its parameters. */
export type ChannelInput =
  | string
  | { readonly pattern: string; readonly params?: Readonly<Record<string, string | number>> };

/** What a hook is asked to hold: one channel, several or none. */
export type ChannelWish<TChannel = ChannelInput> = TChannel | readonly TChannel[] | null | undefined;

interface KeyedWish {
  readonly channels: readonly ChannelInput[];
  /** What is held for a user ends with them: the same channels for another user are another wish. */
  readonly userId: string | null;
}

/** The wish as text: equal for equal wishes, so that an inline list or object is no change. */
export function wishKey(wish: ChannelWish, userId: string | null): string {
  const channels = Array.isArray(wish) ? wish : wish === null || wish === undefined ? [] : [wish];
  return JSON.stringify({ channels, userId } satisfies KeyedWish);
}

/** What can be held of a wish. A refused name may come from a URL: it is reported and takes no page down. */
function resolve<TResult>(
  key: string,
  each: (channel: ChannelInput) => TResult,
  report: ReportError,
): { readonly found: readonly TResult[]; readonly isWhole: boolean } {
  const found: TResult[] = [];
  let isWhole = true;
  for (const channel of (JSON.parse(key) as KeyedWish).channels) {
    try {
      found.push(each(channel));
    } catch (error) {
      if (!(error instanceof RealtimeError)) throw error;
      isWhole = false;
      report(error);
    }
  }
  return { found, isWhole };
}

/** The concrete names of a wish. */
export function namesOf(client: RealtimeClient, key: string): readonly string[] {
  return resolve(
    key,
    (channel) => resolveChannel(client.contract, channel),
    () => {},
  ).found;
}

/** Whether everything that is wished is held by others already, for the same user, and live. */
export function areLive(client: RealtimeClient, key: string): boolean {
  const { channels, userId } = JSON.parse(key) as KeyedWish;
  const names = namesOf(client, key);
  return (
    names.length > 0 &&
    names.length === channels.length &&
    client.user.getSnapshot().id === userId &&
    names.every((name) => client.peek(name)?.isLive)
  );
}

/** Leases on the channels of a wish; `isWhole` is false where one was refused. */
export function acquireAll(
  client: RealtimeClient,
  key: string,
  report: ReportError,
): { readonly leases: readonly ChannelLease[]; readonly isWhole: boolean } {
  const { found, isWhole } = resolve(key, (channel) => client.acquire(channel), report);
  return { leases: found, isWhole };
}
