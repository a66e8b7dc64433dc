import { type ChannelContract, RealtimeError } from '@channelkit/core/contract';
import {
  assertEventName,
  CK106,
  CK605,
  CK609,
  channelKind,
  describeChannel,
  validate,
} from '@channelkit/core/contract/internal';
import { encryptPayload } from './encryption.ts';
import type { Oversize } from './eventTypes.ts';
import { utf8 } from './signature.ts';

/** What Pusher takes as one event's data, bytes. */
export const defaultMaxPayload = 10_240;

/** What {@link encodePayload} needs to know besides the event. */
export interface PayloadRules<TChannels> {
  readonly channels: ChannelContract<TChannels> | undefined;
  readonly masterKey: string | undefined;
  readonly maxPayload: number;
  readonly oversize: Oversize;
}

/** An event for one channel by its concrete name. */
export interface ChannelEvent {
  readonly channel: string;
  readonly event: string;
  readonly data: unknown;
}

/**
 * Throws unless the contract knows the event on the channel and the payload fits.
 * @throws RealtimeError CK101, CK102, CK106, CK107 or CK108
 */
export function assertEvent<TChannels>(
  channels: ChannelContract<TChannels> | undefined,
  { channel, event, data }: ChannelEvent,
): void {
  assertEventName(event);
  if (!channels) return;
  const described = describeChannel(channels, channel);
  if (!described) throw new RealtimeError(CK106, `channel "${channel}" fits no pattern`);
  const definition = Object.hasOwn(described.events, event) ? described.events[event] : undefined;
  if (!definition) {
    throw new RealtimeError(CK106, `event "${event}" is not one of "${described.pattern}"`, {
      remedy: 'Add it to the pattern in defineChannels or fix the name.',
    });
  }
  const checked = validate(definition, data, `event "${event}" on "${described.pattern}"`);
  if (!checked.ok) throw checked.error;
}

/**
 * The text to publish: the payload checked, written as JSON, encrypted where the channel asks for it, within the limit.
 * A string goes out as it is, as Pusher's own libraries do. Nothing of the caller's is changed.
 * @throws RealtimeError CK1xx, CK605, CK609 or CK610
 */
export async function encodePayload<TChannels>(
  rules: PayloadRules<TChannels>,
  { channel, event, data }: ChannelEvent,
): Promise<string> {
  const write = async (payload: unknown): Promise<string> => {
    assertEvent(rules.channels, { channel, event, data: payload });
    const encrypted = channelKind(channel) === 'encrypted';
    const text = typeof payload === 'string' && !encrypted ? payload : toJson(payload);
    return encrypted ? encryptPayload(channel, text, rules.masterKey) : text;
  };
  const text = await write(data);
  const size = utf8(text).length;
  if (size <= rules.maxPayload) return text;
  const fault = (bytes: number, what: string) =>
    new RealtimeError(CK605, `${what} of "${event}" has ${bytes} bytes, ${rules.maxPayload} are allowed`);
  if (rules.oversize === 'refuse') throw fault(size, 'the payload');
  const reference = await write(await rules.oversize(data, { channel, event }));
  const left = utf8(reference).length;
  if (left > rules.maxPayload) throw fault(left, 'the reference');
  return reference;
}

/** JSON text of a payload. @throws RealtimeError CK609 */
export function toJson(payload: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(payload);
  } catch (cause) {
    throw new RealtimeError(CK609, 'JSON.stringify threw', { cause });
  }
  if (text === undefined) throw new RealtimeError(CK609, `a value of type ${typeof payload} has no JSON`);
  return text;
}
