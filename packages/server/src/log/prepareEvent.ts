import { type ChannelContract, RealtimeError } from '@channelkit/core/contract';
import {
  CK614,
  CK615,
  continuityKey,
  describeChannel,
  resolveChannel,
} from '@channelkit/core/contract/internal';
import type { Continuity } from '../continuity/continuity.ts';
import { newEpoch, positionOf } from '../continuity/position.ts';
import { excluded } from '../events/deliver.ts';
import { fittingPayload, type PayloadRules } from '../events/encodePayload.ts';
import { fromJson, toJson } from '../events/toJson.ts';

/** An event that can be sent, before it has a place in its channel. */
export interface PreparedEvent {
  readonly id: string;
  readonly channel: string;
  readonly event: string;
  /** JSON text of what the contract declares. */
  readonly data: string;
  readonly socketId: string | null;
  readonly durable: boolean;
}

/**
 * Checks an event of the caller as sending it would, with the longest position that it may get.
 * @throws RealtimeError CK1xx, CK605, CK606, CK609, CK614 or CK615
 */
export async function prepareEvent<TChannels>(
  rules: PayloadRules<TChannels>,
  given: unknown,
  at: number,
): Promise<PreparedEvent> {
  const { channel: argument, event, data, socketId } = given as GivenEvent;
  const id = crypto.randomUUID();
  const channel = resolveChannel(rules.channels, argument as string);
  const durable = isDurable(rules.channels, channel);
  if (durable) assertObject(toJson(data), event);
  const continuity = durable ? longest(channel, id, at) : undefined;
  const { json } = await fittingPayload(rules, { channel, event, data, continuity });
  // A reference in place of a large payload is of the caller's making too.
  if (durable) assertObject(json, event);
  return { id, channel, event, data: json, socketId: excluded(socketId) ?? null, durable };
}

/** Whether the contract makes a channel durable. */
export const isDurable = <TChannels>(
  channels: ChannelContract<TChannels> | undefined,
  channel: string,
): boolean => describeChannel(channels, channel)?.durable ?? false;

interface GivenEvent {
  readonly channel: unknown;
  readonly event: string;
  readonly data: unknown;
  readonly socketId?: string | null | undefined;
}

/** @throws RealtimeError CK614 or CK615 */
function assertObject(json: string, event: string): void {
  const name = JSON.stringify(event);
  if (!json.startsWith('{')) throw new RealtimeError(CK614, `the payload of event ${name} is not an object`);
  if (Object.hasOwn(fromJson(json) as object, continuityKey))
    throw new RealtimeError(CK615, `the payload of event ${name} has a key of that name`);
}

/** The longest that the continuity of an event can be without `skipped`, so that its size does not depend on the log. */
const longest = (channel: string, id: string, at: number): Continuity => ({
  position: positionOf({ channel, epoch: newEpoch(), serial: Number.MAX_SAFE_INTEGER }),
  id,
  at,
});
