import { type ChannelContract, RealtimeError } from '@channelkit/core/contract';
import {
  assertEventName,
  CK106,
  CK605,
  channelKind,
  describeChannel,
} from '@channelkit/core/contract/internal';
import { type Continuity, withContinuity } from '../continuity/continuity.ts';
import { encryptedSize, encryptPayload, type MasterKey } from '../crypto/encryptPayload.ts';
import { utf8 } from '../crypto/utf8.ts';
import { type Declaration, declaredValue } from './declaredValue.ts';
import type { Oversize } from './eventTypes.ts';
import { fromJson, toJson } from './toJson.ts';

/** The most that Pusher accepts as the data of one event, in bytes. */
export const defaultMaxPayload = 10_240;

/** What a payload must keep to. */
export interface PayloadRules<TChannels> {
  readonly channels: ChannelContract<TChannels> | undefined;
  readonly masterKey: MasterKey;
  readonly maxPayload: number;
  readonly oversize: Oversize;
}

/** An event for one channel by its concrete name. */
export interface ChannelEvent {
  readonly channel: string;
  readonly event: string;
  readonly data: unknown;
  /** Sent with the payload, which is an object then. */
  readonly continuity?: Continuity | undefined;
}

/** A payload within the limit. */
export interface FittingPayload {
  /** Its JSON text, as the contract declares it. */
  readonly json: string;
  /** The text to send, before encryption. */
  readonly text: string;
}

/**
 * The `data` text to publish: the payload as the contract declares it, encrypted where the channel asks for it, within the limit.
 * @throws RealtimeError CK1xx, CK605, CK609 or CK610
 */
export async function encodePayload<TChannels>(
  rules: PayloadRules<TChannels>,
  event: ChannelEvent,
): Promise<string> {
  const { text } = await fittingPayload(rules, event);
  return channelKind(event.channel) === 'encrypted'
    ? encryptPayload(event.channel, text, rules.masterKey)
    : text;
}

/**
 * The payload as the contract declares it, or the reference that takes its place, within the limit. A string is sent as it is, as Pusher's
 * own libraries do. Never changes the caller's objects.
 * @throws RealtimeError CK1xx, CK605 or CK609
 */
export async function fittingPayload<TChannels>(
  rules: PayloadRules<TChannels>,
  { channel, event, data, continuity }: ChannelEvent,
): Promise<FittingPayload> {
  const declaration = declarationOf(rules.channels, channel, event);
  const encrypted = channelKind(channel) === 'encrypted';
  const write = (payload: unknown): FittingPayload => {
    const json = declaredJson(declaration, payload);
    if (typeof payload === 'string' && !encrypted) return { json, text: stringData(declaration, payload) };
    return { json, text: continuity ? withContinuity(json, continuity) : json };
  };
  const payload = write(data);
  const size = sentSize(channel, payload.text);
  if (size <= rules.maxPayload) return payload;
  const fault = (bytes: number, what: string) =>
    new RealtimeError(
      CK605,
      `${what} of event ${JSON.stringify(event)}${continuity ? ', with its position,' : ''} has ${bytes} bytes, and ${rules.maxPayload} are allowed`,
    );
  if (rules.oversize === 'refuse') throw fault(size, 'the payload');
  const reference = write(await rules.oversize(data, { channel, event }));
  const left = sentSize(channel, reference.text);
  if (left > rules.maxPayload) throw fault(left, 'the reference');
  return reference;
}

/**
 * What the contract says of an event; null without a contract.
 * @throws RealtimeError CK102 or CK106
 */
function declarationOf<TChannels>(
  channels: ChannelContract<TChannels> | undefined,
  channel: string,
  event: string,
): Declaration | null {
  assertEventName(event);
  if (!channels) return null;
  const described = describeChannel(channels, channel);
  if (!described) throw new RealtimeError(CK106, `channel "${channel}" fits no pattern`);
  const definition = Object.hasOwn(described.events, event) ? described.events[event] : undefined;
  const name = JSON.stringify(event);
  if (!definition) {
    throw new RealtimeError(CK106, `event ${name} is not one of "${described.pattern}"`, {
      remedy: 'Add it to the pattern in defineChannels or fix the name.',
    });
  }
  return { definition, subject: `event ${name} on "${described.pattern}"` };
}

/** Bytes of a text as the data of an event on this channel. */
export function sentSize(channel: string, text: string): number {
  const { length } = utf8(text);
  return channelKind(channel) === 'encrypted' ? encryptedSize(length) : length;
}

/** The JSON text of a payload as its declaration has it. @throws RealtimeError CK107, CK108 or CK609 */
function declaredJson(declaration: Declaration | null, payload: unknown): string {
  const text = toJson(payload);
  if (!declaration || !('~standard' in declaration.definition)) return text;
  // A copy as receivers will read it: dates are strings by then, and nothing is shared with the caller.
  return toJson(declaredValue(declaration, fromJson(text)));
}

/** A string is its own data, unless the contract declares a string and receivers would read this one as JSON. */
function stringData(declaration: Declaration | null, payload: string): string {
  if (!declaration || !('~standard' in declaration.definition)) return payload;
  declaredValue(declaration, payload);
  return fromJson(payload) === undefined ? payload : JSON.stringify(payload);
}
