/** Close and error codes of the Pusher Channels protocol (protocol 2; pusher.com/docs, "Error codes"). */
export const closeCodes = {
  tlsOnly: 4000,
  unknownApp: 4001,
  appDisabled: 4003,
  overQuota: 4004,
  pathNotFound: 4005,
  badVersion: 4006,
  unsupportedProtocol: 4007,
  noProtocol: 4008,
  unauthorized: 4009,
  overCapacity: 4100,
  reconnectNow: 4200,
  pongMissing: 4201,
  inactive: 4202,
  clientEventRejected: 4301,
  watchlistTooLong: 4302,
} as const;

/** What a Pusher client does after a close: use TLS, stay away, come back later, come back at once, or its usual retry. */
export type ClientReaction = 'tls' | 'refused' | 'backoff' | 'retry' | 'closed';

/** Tells how pusher-js reacts to a close code (protocol 2). */
export function reactionTo(code: number): ClientReaction {
  if (code === closeCodes.tlsOnly) return 'tls';
  if (code >= 4001 && code <= 4099) return 'refused';
  if (code >= 4100 && code <= 4199) return 'backoff';
  if (code >= 4200 && code <= 4299) return 'retry';
  if (code >= 4300) return 'refused';
  return code >= 1002 && code <= 1004 ? 'backoff' : 'closed';
}
