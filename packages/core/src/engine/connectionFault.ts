import { CK203, CK204 } from '../errorCodes/engine.ts';
import { RealtimeError } from '../errors.ts';

/** What an `error` of pusher-js's connection means for us. */
export type ConnectionFault =
  | { readonly kind: 'malformed' }
  | { readonly kind: 'handshake' }
  /** 4001–4099 and 43xx: the server says "do not come back". */
  | { readonly kind: 'refused'; readonly code: number; readonly message: string }
  /** 4100–4199: come back later. */
  | { readonly kind: 'busy'; readonly code: number; readonly message: string }
  /** 4000 and 4200–4299: pusher-js comes back at once. */
  | { readonly kind: 'again'; readonly code: number; readonly message: string }
  | { readonly kind: 'other'; readonly code: number | null; readonly message: string };

interface PusherErrorShape {
  readonly type?: unknown;
  readonly data?: { readonly code?: unknown; readonly message?: unknown };
  readonly error?: PusherErrorShape;
}

/** Classifies by close code (Pusher docs, "Error codes"; pusher-js emits errors with an action twice, in two shapes). */
export function readFault(error: unknown): ConnectionFault {
  const shape = (typeof error === 'object' && error !== null ? error : {}) as PusherErrorShape;
  if (shape.type === 'MessageParseError') return { kind: 'malformed' };
  if (shape.type === 'HandshakeError') return { kind: 'handshake' };
  const data = shape.error?.data ?? shape.data;
  const code = typeof data?.code === 'number' ? data.code : null;
  const message = typeof data?.message === 'string' ? data.message : 'the socket closed';
  if (code === null) return { kind: 'other', code, message };
  if ((code > 4000 && code < 4100) || (code >= 4300 && code < 5000))
    return { kind: 'refused', code, message };
  if (code === 4000 || (code >= 4200 && code < 4300)) return { kind: 'again', code, message };
  return { kind: code >= 4100 && code < 4200 ? 'busy' : 'other', code, message };
}

/** The error that the snapshot shows for a refusal. */
export function refusalError(fault: { code: number; message: string }): RealtimeError {
  return new RealtimeError(CK203, `the server closed with ${fault.code} "${fault.message}"`);
}

/** The error that the snapshot shows while it is tried again. */
export function faultError(fault: ConnectionFault | null): RealtimeError {
  if (fault?.kind === 'handshake') return new RealtimeError(CK204, 'the first frame was no valid handshake');
  if (!fault || !('message' in fault)) return new RealtimeError(CK204, 'the socket closed');
  const code = fault.code === null ? '' : ` (${fault.code})`;
  return new RealtimeError(CK204, `${fault.message || 'the socket closed'}${code}`);
}

/** Why it is tried again, in words. */
export function faultReason(fault: ConnectionFault | null): string {
  if (fault?.kind === 'busy') return 'the server is over capacity';
  if (fault?.kind === 'handshake') return 'the server does not speak the protocol';
  return 'the socket was lost';
}
