import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** The HTTP server on its port. It keeps the port while it is deaf, so that no other program takes it. */
export class Listener {
  readonly host: string;
  readonly #on: ListenerEvents;
  readonly #requestTimeout: number;
  #server: Server | null = null;
  #port: number;
  #isDeaf = false;

  constructor(settings: { host: string; port: number; requestTimeout: number }, on: ListenerEvents) {
    this.host = settings.host;
    this.#port = settings.port;
    this.#requestTimeout = settings.requestTimeout;
    this.#on = on;
  }

  get port(): number {
    return this.#port;
  }

  async open(): Promise<void> {
    const server = createServer(
      {
        headersTimeout: this.#requestTimeout,
        requestTimeout: this.#requestTimeout,
        connectionsCheckingInterval: Math.max(20, Math.min(1000, this.#requestTimeout / 4)),
      },
      this.#on.request,
    );
    server.prependListener('connection', (socket) => {
      if (this.#isDeaf) socket.resetAndDestroy();
    });
    server.on('upgrade', (request, wire, head) => {
      try {
        this.#on.upgrade(request, wire, head);
      } catch {
        // A bug behind one client's handshake must not end the process.
        wire.destroy();
      }
    });
    server.on('clientError', answerClientError);
    server.listen({ host: this.host, port: this.#port, exclusive: true });
    try {
      await once(server, 'listening');
    } catch (error) {
      throw listenError(error, this.host, this.#port);
    }
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Resets new connections, as if no server were there, until {@link listen}; closes idle and half-sent requests. */
  deafen(): void {
    this.#isDeaf = true;
    this.#server?.closeAllConnections();
  }

  listen(): void {
    this.#isDeaf = false;
  }

  /** Frees the port; closes idle and half-sent requests. */
  async close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = null;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
}

/** Receives the requests of a listener. */
export interface ListenerEvents {
  request: (request: IncomingMessage, response: ServerResponse) => void;
  upgrade: (request: IncomingMessage, wire: Duplex, head: Buffer) => void;
}

function answerClientError(error: Error & { code?: string }, wire: Duplex): void {
  if (!wire.writable) return void wire.destroy();
  const statuses: Record<string, string> = {
    ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
    HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  };
  const status = statuses[error.code ?? ''] ?? '400 Bad Request';
  wire.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function listenError(error: unknown, host: string, port: number): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  const remedy =
    code === 'EADDRINUSE' ? 'Stop the program that uses it, or pass port 0 for a free one.' : `(${code})`;
  return Object.assign(new Error(`Cannot listen on ${host}:${port}. ${remedy}`, { cause: error }), { code });
}
