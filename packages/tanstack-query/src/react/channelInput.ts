import { type ChannelLease, type RealtimeClient, RealtimeError } from '@channelkit/core';
import { type ReportError, resolveChannel } from '@channelkit/core/internal';

/** A channel: a concrete name, or a pattern with its parameters. */
export type ChannelInput =
  | string
  | { readonly pattern: string; readonly params?: Readonly<Record<string, string | number>> };

/** The channels that a hook subscribes to: one, several or none. */
export type ChannelWish<TChannel = ChannelInput> = TChannel | readonly TChannel[] | null | undefined;

interface KeyedWish {
  readonly channels: readonly ChannelInput[];
  /** A subscription ends with its user, so the same channels for another user are another wish. */
  readonly userId: string | null;
}

/** A wish as text. Equal wishes give equal text, so an inline list or object is not a change. */
export function wishKey(wish: ChannelWish, userId: string | null): string {
  const channels = Array.isArray(wish) ? wish : wish === null || wish === undefined ? [] : [wish];
  return JSON.stringify({ channels, userId } satisfies KeyedWish);
}

/** Resolves each channel of a wish. An invalid name may come from a URL, so it is reported instead of thrown. */
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

/** The concrete names of the valid channels of a wish. */
export function namesOf(client: RealtimeClient, key: string): readonly string[] {
  return resolve(
    key,
    (channel) => resolveChannel(client.contract, channel),
    () => {},
  ).found;
}

/** Whether all channels of a wish are live already, held by others for the same user. */
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

/** Leases on the channels of a wish; `isWhole` is false if a name is invalid. */
export function acquireAll(
  client: RealtimeClient,
  key: string,
  report: ReportError,
): { readonly leases: readonly ChannelLease[]; readonly isWhole: boolean } {
  const { found, isWhole } = resolve(key, (channel) => client.acquire(channel), report);
  return { leases: found, isWhole };
}
