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

/** How a Pusher client reacts to a close: use TLS, stay away, back off, reconnect at once, or its usual retry. */
export type ClientReaction = 'tls' | 'refused' | 'backoff' | 'retry' | 'closed';

/** Returns how pusher-js reacts to a close code (protocol 2). */
export function reactionTo(code: number): ClientReaction {
  if (code === closeCodes.tlsOnly) return 'tls';
  if (code >= 4001 && code <= 4099) return 'refused';
  if (code >= 4100 && code <= 4199) return 'backoff';
  if (code >= 4200 && code <= 4299) return 'retry';
  if (code >= 4300) return 'refused';
  return code >= 1002 && code <= 1004 ? 'backoff' : 'closed';
}

/** Says why a server may not close with a code, or returns null. */
export function closeCodeFault(code: number): string | null {
  const ranges = [
    [1000, 1003],
    [1007, 1014],
    [3000, 4999],
  ] as const;
  if (Number.isInteger(code) && ranges.some(([least, most]) => code >= least && code <= most)) return null;
  return `A server cannot close with ${code}: use 1000 to 1003, 1007 to 1014 or 3000 to 4999; destroy() gives clients 1006`;
}
