import type { ServerResponse } from 'node:http';
import type { ActiveFault } from '../faults/faultSet.ts';
import type { Observation } from '../observe/observation.ts';
import type { ServerEvent } from '../observe/serverEvent.ts';

/** A line in the page's list of events. */
interface PageEvent {
  at: number;
  kind: string;
  channel: string;
  event: string;
  detail: string;
}

const interval = 250;
const eventsPerInterval = 100;
const detailLength = 500;

/** Sends the server's events and state to one page as server-sent events, at most four times a second. */
export function streamTo(
  response: ServerResponse,
  observation: Observation,
  faults: () => readonly ActiveFault[],
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let pending: PageEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  const send = (event: string, data: unknown) => {
    // A page in the background may not read; do not queue without bound for it.
    if (response.writableLength < 1_048_576)
      response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const state = () => ({
    connections: observation.connections().slice(0, 200),
    channels: observation.channels().slice(0, 200),
    counters: observation.counters(),
    faults: faults(),
  });
  const flush = () => {
    timer = undefined;
    if (pending.length > 0) send('events', pending);
    pending = [];
    send('state', state());
  };
  const stop = observation.observe((event) => {
    const line = toLine(event);
    if (line && pending.length < eventsPerInterval) pending.push(line);
    timer ??= setTimeout(flush, interval);
  });
  response.on('close', () => {
    stop();
    clearTimeout(timer);
  });
  send('state', state());
}

function toLine(event: ServerEvent): PageEvent | null {
  const at = Date.now();
  switch (event.type) {
    case 'published':
      return { at, kind: 'published', channel: event.channel, event: event.event, detail: cut(event.data) };
    case 'frame': {
      const { direction, channel, text, socketId } = event.frame;
      if (direction === 'out') return null;
      return {
        at,
        kind: `from ${socketId}`,
        channel: channel ?? '',
        event: event.frame.event,
        detail: cut(text),
      };
    }
    case 'webhook': {
      const names = event.events.map(({ name }) => name).join(', ');
      return {
        at,
        kind: 'webhook',
        channel: '',
        event: names,
        detail: `${event.url} ${event.status ?? 'no answer'}`,
      };
    }
    case 'fault':
      return { at, kind: 'fault', channel: '', event: event.kind, detail: event.state };
    case 'refused': {
      const from = event.origin ?? event.host ?? '';
      return { at, kind: 'refused', channel: '', event: from, detail: event.reason };
    }
    case 'connected':
    case 'disconnected':
    case 'subscribed':
    case 'unsubscribed':
    case 'request':
      return null;
    default:
      return event satisfies never;
  }
}

function cut(text: string): string {
  return text.length > detailLength ? `${text.slice(0, detailLength)}…` : text;
}
