import { isBrowser } from '../environment.ts';

/** What the browser says: the network is back, it is gone, or the page is visible again. */
export type WakeCause = 'online' | 'offline' | 'visible';

/** Calls `listener` whenever the page or the machine may have slept or changed networks; returns the stop. */
export function onWake(listener: (cause: WakeCause) => void): () => void {
  if (!isBrowser()) return () => {};
  // Held, since a page that is torn down may lose its globals first.
  const [view, page] = [window, document];
  const online = () => listener('online');
  const offline = () => listener('offline');
  const visible = () => {
    if (page.visibilityState === 'visible') listener('visible');
  };
  view.addEventListener('online', online);
  view.addEventListener('offline', offline);
  view.addEventListener('pageshow', visible);
  page.addEventListener('visibilitychange', visible);
  return () => {
    view.removeEventListener('online', online);
    view.removeEventListener('offline', offline);
    view.removeEventListener('pageshow', visible);
    page.removeEventListener('visibilitychange', visible);
  };
}
