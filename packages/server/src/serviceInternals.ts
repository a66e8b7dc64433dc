import type { ChannelContract, RealtimeError, UntypedChannels } from '@channelkit/core/contract';
import type { PusherServiceConfig } from './config/pusherServiceConfig.ts';
import type { Report } from './createReporter.ts';
import type { Signer } from './crypto/createSigner.ts';
import type { OutgoingEvent } from './events/deliver.ts';
import type { PayloadRules } from './events/encodePayload.ts';
import type { TriggerResult } from './events/eventTypes.ts';

/** What the handlers of this package share with the service that they are given. */
export interface ServiceInternals {
  readonly config: PusherServiceConfig;
  readonly signer: Signer;
  readonly channels: ChannelContract | undefined;
  /** What every payload must keep to. */
  readonly payloadRules: PayloadRules<UntypedChannels>;
  /** Sends events, ten in a request. Never throws. */
  readonly deliver: (events: readonly OutgoingEvent[]) => Promise<TriggerResult>;
  /** Why the service cannot be used; null when it can. */
  readonly fault: RealtimeError | null;
  /** Reports to the service's `onError`, or to the console. */
  readonly report: Report;
}

const symbol = Symbol.for('@channelkit/server');

/** Shared by every copy of this module: a framework may bundle one into each of its parts, and pass a service from one to another. */
function all(): WeakMap<object, ServiceInternals> {
  const holder = globalThis as { [symbol]?: WeakMap<object, ServiceInternals> };
  holder[symbol] ??= new WeakMap();
  return holder[symbol];
}

/** Records a service's internals. */
export function shareInternals(service: object, internals: ServiceInternals): void {
  all().set(service, internals);
}

/** The internals of a service. */
export function internalsOf(service: object): ServiceInternals {
  const internals = all().get(service);
  if (!internals) throw new TypeError('The first argument is not a PusherService.');
  return internals;
}
