/** Why a socket closed or an attempt to open one failed, by what to do next. */
export interface CloseReason {
  readonly kind: /** Try again with backoff. */
    | 'lost'
    /** 4200–4299: reconnect at once. */
    | 'reconnect'
    /** 4100–4199: the server is over capacity, try again later. */
    | 'busy'
    /** 4000–4099 and 43xx: trying again unchanged would fail again. */
    | 'refused'
    /** The first frame was no handshake. */
    | 'handshake'
    /** This runtime has no WebSocket. */
    | 'unsupported'
    /** The application closed a pusher-js instance that it shares with us; it may open it again. */
    | 'application';
  readonly message: string;
  /** The WebSocket close code, where one is known. */
  readonly code: number | null;
}

/** Classifies a close code (Pusher Channels protocol, "Error codes"). */
export function closeReason(code: number | null, message: string): CloseReason {
  const text = message || 'the socket closed';
  if (code === null || code < 4000 || code >= 5000) return { kind: 'lost', message: text, code };
  if (code < 4100 || code >= 4300) return { kind: 'refused', message: text, code };
  return { kind: code < 4200 ? 'busy' : 'reconnect', message: text, code };
}

/** The first frame was something else than `pusher:connection_established`. */
export const noHandshake: CloseReason = {
  kind: 'handshake',
  message: 'the first frame was no valid handshake',
  code: null,
};

/** No WebSocket can be opened in this runtime. */
export const unsupported: CloseReason = {
  kind: 'unsupported',
  message: 'this runtime has no WebSocket',
  code: null,
};

/** A ping was not answered. */
export const noPong: CloseReason = { kind: 'lost', message: 'a ping was not answered', code: null };

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
