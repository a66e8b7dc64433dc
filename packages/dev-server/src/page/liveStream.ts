import type { ServerResponse } from 'node:http';
import type { Observation } from '../observe/observation.ts';
import type { ServerEvent } from '../observe/serverEvent.ts';

/** A line of the page's list of events. */
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

/** Feeds one page through server-sent events: what happened and, when it changed something, the new state; four times a second at most. */
export function streamTo(response: ServerResponse, observation: Observation): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let pending: PageEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  const send = (event: string, data: unknown) => {
    // A page that does not read, such as one in the background, is not sent more than it can take.
    if (response.writableLength < 1_048_576)
      response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const state = () => ({
    connections: observation.connections().slice(0, 200),
    channels: observation.channels().slice(0, 200),
    counters: observation.counters(),
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
