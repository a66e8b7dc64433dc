import { isBrowser } from '../lib/environment.ts';

/** The network is back, the network is gone, or the page is visible again. */
export type WakeCause = 'online' | 'offline' | 'visible';

/** Calls `listener` whenever the page or the machine may have slept or changed networks. Returns the unsubscribe function. */
export function onWake(listener: (cause: WakeCause) => void): () => void {
  if (!isBrowser()) return () => {};
  // Kept, because a page that is torn down may lose its globals first.
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
