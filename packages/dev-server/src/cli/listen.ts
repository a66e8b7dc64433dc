import { WebSocket } from 'ws';
import { channelKind } from '../protocol/channelName.ts';
import { dataObject } from '../protocol/clientFrame.ts';
import { reactionTo } from '../protocol/closeCodes.ts';
import { isRecord, parseJson } from '../protocol/json.ts';
import { channelAuthText, hmac } from '../protocol/signature.ts';
import { CliError } from './cliError.ts';
import { type Io, paint, printable } from './io.ts';
import type { Target, TargetOptions } from './settings.ts';
import { chooseTarget } from './target.ts';

/** Options of `channelkit listen`. */
export interface ListenOptions extends TargetOptions {
  event?: string;
  count?: number;
  userId?: string;
  json?: boolean;
}

/** Prints the events of a channel until Ctrl-C, or until `count` of them have arrived; reconnects by itself. */
export async function listen(channel: string, options: ListenOptions, io: Io): Promise<void> {
  const target = chooseTarget(options, io);
  const state: Progress = { left: options.count ?? Number.POSITIVE_INFINITY, failures: 0, wasLive: false };
  while (state.left > 0 && !io.signal.aborted) {
    const code = await session({ channel, options, io, target, state });
    if (state.left <= 0 || io.signal.aborted) return;
    const reaction = reactionTo(code);
    if (reaction === 'refused' || reaction === 'tls')
      throw new CliError(`${target.socketUrl} closed with ${code}.`);
    state.failures += 1;
    if (!state.wasLive)
      throw new CliError(`Cannot reach ${target.socketUrl} (${code}). Is the server running?`);
    if (state.failures > maximumFailures)
      throw new CliError(`${target.socketUrl} is still not reachable (${code}).`);
    io.err(paint(io, 'yellow', `connection lost (${code}), reconnecting`));
    await pause(reaction === 'retry' ? 0 : 1000, io.signal);
  }
}

/** How many attempts in a row may end without a subscription. */
const maximumFailures = 30;

interface Progress {
  left: number;
  failures: number;
  wasLive: boolean;
}

interface Session {
  channel: string;
  options: ListenOptions;
  io: Io;
  target: Target;
  state: Progress;
}

/** Opens one connection. @returns its close code */
function session({ channel, options, io, target, state }: Session): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(
      `${target.socketUrl}/app/${target.key}?protocol=7&client=channelkit-cli&version=0.1.0`,
    );
    const leave = () => socket.close(1000);
    io.signal.addEventListener('abort', leave, { once: true });
    socket.on('close', (code) => {
      io.signal.removeEventListener('abort', leave);
      resolve(code);
    });
    socket.on('error', () => {});
    socket.on('message', (raw) => {
      const frame = parseJson(raw.toString());
      if (!isRecord(frame) || typeof frame.event !== 'string') return;
      const data = typeof frame.data === 'string' ? (parseJson(frame.data) ?? frame.data) : frame.data;
      switch (frame.event) {
        case 'pusher:connection_established':
          return socket.send(subscribeFrame(target, { channel, data, userId: options.userId }));
        case 'pusher:ping':
          return socket.send('{"event":"pusher:pong","data":{}}');
        case 'pusher_internal:subscription_succeeded':
          state.failures = 0;
          state.wasLive = true;
          return io.err(paint(io, 'dim', `listening on ${channel}`));
        case 'pusher:error':
        case 'pusher:subscription_error':
          reject(new CliError(`${channel}: ${printable(JSON.stringify(data))}`));
          return leave();
        default:
          break;
      }
      if (options.event !== undefined && options.event !== frame.event) return;
      if (options.event === undefined && frame.event.startsWith('pusher_internal:subscription_count')) return;
      if (state.left <= 0) return;
      print({ event: frame.event, channel, data }, options, io);
      state.left -= 1;
      if (state.left <= 0) leave();
    });
  });
}

function print(
  { event, channel, data }: { event: string; channel: string; data: unknown },
  options: ListenOptions,
  io: Io,
): void {
  const { position, payload } = splitEnvelope(data);
  const where = position === null ? {} : { position };
  if (options.json)
    return io.out(JSON.stringify({ event, channel, ...where, data: payload, receivedAt: Date.now() }));
  const time = new Date().toISOString().slice(11, 23);
  const parts = [
    paint(io, 'dim', time),
    ...(position === null ? [] : [paint(io, 'dim', printable(position))]),
    paint(io, 'cyan', printable(event)),
    printable(JSON.stringify(payload) ?? ''),
  ];
  io.out(parts.join(' '));
}

/** Takes the position of an event of a durable channel off its payload (docs/continuity-protocol.md). */
function splitEnvelope(data: unknown): { position: string | null; payload: unknown } {
  if (!isRecord(data) || !isRecord(data.$continuity)) return { position: null, payload: data };
  const { $continuity: envelope, ...payload } = data;
  return { position: String((envelope as { position?: unknown }).position), payload };
}

function subscribeFrame(
  target: Target,
  asked: { channel: string; data: unknown; userId: string | undefined },
): string {
  const { channel } = asked;
  const socketId = String(dataObject(asked.data).socket_id ?? '');
  const kind = channelKind(channel);
  if (kind === 'public') return JSON.stringify({ event: 'pusher:subscribe', data: { channel, auth: '' } });
  const member = JSON.stringify({
    user_id: asked.userId ?? 'channelkit-cli',
    user_info: { name: 'channelkit listen' },
  });
  const channelData = kind === 'presence' ? { channel_data: member } : {};
  const text = channelAuthText(socketId, channel, channelData.channel_data);
  const auth = `${target.key}:${hmac(target.secret, text)}`;
  return JSON.stringify({ event: 'pusher:subscribe', data: { channel, auth, ...channelData } });
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
