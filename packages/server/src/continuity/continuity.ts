import { continuityKey } from '@channelkit/core/contract/internal';

/** An event that one connection did not get, because the sender excluded it: its serial, and the digest of that connection. */
export type SkippedEvent = readonly [serial: number, digest: number];

/** What an event on a durable channel carries besides its payload. */
export interface Continuity {
  readonly position: string;
  readonly id: string;
  readonly at: number;
  readonly skipped?: readonly SkippedEvent[] | undefined;
}

/** The JSON text of an object, with its continuity as the last key. */
export function withContinuity(json: string, continuity: Continuity): string {
  const separator = json === '{}' ? '' : ',';
  return `${json.slice(0, -1)}${separator}${JSON.stringify(continuityKey)}:${JSON.stringify(continuity)}}`;
}
