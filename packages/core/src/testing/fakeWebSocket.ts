import type { WebSocketLike } from '../transport/webSocket.ts';
import type { FakeSocket, SocketListener } from './fakeSocket.ts';

/** A connection attempt as {@link FakeWebSocket} makes it. */
export interface ConnectListener extends SocketListener {
  onOpen(socket: FakeSocket): void;
}

/** The browser's end of a connection to a {@link FakeServer}: as much of the platform's WebSocket as pusher-js and we use. */
export class FakeWebSocket implements WebSocketLike {
  onopen: ((event: object) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string; wasClean: boolean }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  /** As on the platform: 0 connecting, 1 open, 3 closed. */
  readyState = 0;
  readonly #abort: () => void;
  #socket: FakeSocket | null = null;

  /** @param server - Starts the attempt; returns the function that closes it from the client's side. */
  constructor(server: { connect(listener: ConnectListener): () => void }) {
    this.#abort = server.connect({
      onOpen: (socket) => {
        this.#socket = socket;
        this.readyState = 1;
        this.onopen?.({});
      },
      onMessage: (data) => this.onmessage?.({ data }),
      onClosed: (code, reason) => {
        this.readyState = 3;
        this.onclose?.({ code, reason, wasClean: code !== 1006 });
      },
    });
  }

  send(text: string): void {
    this.#socket?.send(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
    this.#abort();
  }
}
