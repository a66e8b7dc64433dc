import { WebSocket } from 'ws';

/**
 * The WebSocket of a connection. `ws` emits `close` only when TCP has ended, which a client may delay for as long as it
 * likes; this class reports a close frame when it arrives. Its listeners are shared by all sockets, because a closure
 * per socket and event costs memory.
 */
export class ProtocolSocket extends WebSocket {
  owner: SocketOwner | null = null;

  /** Sets the owner, which handles this socket's frames. */
  attach(owner: SocketOwner): void {
    this.owner = owner;
    this.on('message', onMessage)
      .on('ping', onPing)
      .on('pong', onPong)
      .on('error', onError)
      .on('close', onClose);
  }

  /** `ws` calls this when a close frame arrives, and we call it to send one. */
  override close(code?: number, reason?: string | Buffer): void {
    super.close(code, reason);
    this.owner?.leave(code ?? noStatus);
  }
}

/** The code that stands for a close frame without one (RFC 6455, 7.4.1). */
const noStatus = 1005;

function onMessage(this: WebSocket, data: WebSocket.RawData, isBinary: boolean): void {
  ownerOf(this)?.receive(data, isBinary);
}

function onPing(this: WebSocket, data: Buffer): void {
  ownerOf(this)?.pinged(data);
}

function onPong(this: WebSocket): void {
  ownerOf(this)?.heard();
}

function onError(this: WebSocket): void {
  ownerOf(this)?.failed();
}

function onClose(this: WebSocket, code: number): void {
  ownerOf(this)?.ended(code);
}

function ownerOf(socket: WebSocket): SocketOwner | null {
  return socket instanceof ProtocolSocket ? socket.owner : null;
}

/** Handles what arrives on a socket. */
export interface SocketOwner {
  receive(data: WebSocket.RawData, isBinary: boolean): void;
  /** A ping arrived. */
  pinged(data: Buffer): void;
  /** Any other sign of life arrived. */
  heard(): void;
  failed(): void;
  /** A close frame was sent or received. */
  leave(code: number): void;
  /** TCP has ended. */
  ended(code: number): void;
}
