export { createRealtimeClient } from './client/client.ts';
export { type ClientEnvValues, clientConfigFromEnv } from './client/clientConfigFromEnv.ts';
export { getPusherUserId, getRealtimeClient, setPusherUserId } from './client/getRealtimeClient.ts';
export { socketIdHeader, withSocketId } from './client/withSocketId.ts';
export * from './contract/index.ts';
export * as errorCatalog from './errors/index.ts';
export type { ReadableStore } from './lib/store.ts';
export type { Timers } from './lib/timers.ts';
export type * from './options.ts';
export { onceAcrossTabs } from './tabs/onceAcrossTabs.ts';
export type { PusherClass, PusherInstance, PusherSource } from './transport/pusherApi.ts';
export type {
  Transport,
  TransportFactory,
  TransportListener,
  TransportSetup,
} from './transport/transport.ts';
export type * from './types.ts';
