import { type CloseReason, closeReason, noHandshake } from './closeReason.ts';

/** The fields of an `error` event of pusher-js's connection that say why. It emits some errors in two shapes. */
interface PusherError {
  readonly type?: unknown;
  readonly data?: { readonly code?: unknown; readonly message?: unknown };
  readonly error?: PusherError;
}

/** Reads an `error` event of pusher-js's connection; null for a frame that could not be parsed. */
export function readPusherError(error: unknown): CloseReason | null {
  const shape = (typeof error === 'object' && error !== null ? error : {}) as PusherError;
  if (shape.type === 'MessageParseError') return null;
  if (shape.type === 'HandshakeError') return noHandshake;
  const { code, message } = shape.error?.data ?? shape.data ?? {};
  return closeReason(typeof code === 'number' ? code : null, typeof message === 'string' ? message : '');
}
