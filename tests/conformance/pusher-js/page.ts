import { createRequire } from 'node:module';
import type PusherClient from 'pusher-js';
import { vi } from 'vitest';

/** A window that records its listeners, and a fresh copy of pusher-js's browser build. */
export interface Page {
  PusherWeb: typeof PusherClient;
  /** The listeners that were added and not removed. */
  listeners: string[];
  dispatch: (event: 'online' | 'offline') => void;
}

const require = createRequire(import.meta.url);
const build = 'pusher-js/dist/web/pusher.js';

/** Opens a page around pusher-js. It stays open until the next one, because sockets close after their test. */
export function openPage(): Page {
  const listeners: string[] = [];
  const window = Object.assign(new EventTarget(), {
    ...{ WebSocket, JSON, crypto },
    ...{ setTimeout, clearTimeout, setInterval, clearInterval },
  });
  const { addEventListener, removeEventListener } = window;
  window.addEventListener = (event: string, ...rest: [never]) => {
    listeners.push(event);
    addEventListener.call(window, event, ...rest);
  };
  window.removeEventListener = (event: string, ...rest: [never]) => {
    listeners.splice(listeners.indexOf(event), 1);
    removeEventListener.call(window, event, ...rest);
  };
  for (const name of ['window', 'self']) vi.stubGlobal(name, window);
  vi.stubGlobal('document', { body: {}, location: { protocol: 'http:' } });
  delete require.cache[require.resolve(build)];
  const PusherWeb = require(build) as typeof PusherClient;
  return { PusherWeb, listeners, dispatch: (event) => void window.dispatchEvent(new Event(event)) };
}
