import type { Hub } from './hub.ts';

/** Checks all connections ten times per time limit with one timer: a timer per connection costs memory. @returns the function that stops it */
export function startKeepAlive(hub: Hub): () => void {
  const shortest = Math.min(hub.activityTimeout, hub.pongTimeout) * 1000;
  const check = () => {
    const now = Date.now();
    for (const connection of hub.connections.values()) connection.checkAlive(now);
  };
  const timer = setInterval(check, Math.max(5, shortest / 10));
  timer.unref();
  return () => clearInterval(timer);
}
