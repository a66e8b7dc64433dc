import { isBrowser } from '../environment.ts';

/** Calls `listener` whenever the page or the machine may have slept or changed networks; returns the stop. */
export function onWake(listener: (cause: 'online' | 'visible') => void): () => void {
  if (!isBrowser()) return () => {};
  // Held, since a page that is torn down may lose its globals first.
  const [view, page] = [window, document];
  const online = () => listener('online');
  const visible = () => {
    if (page.visibilityState === 'visible') listener('visible');
  };
  view.addEventListener('online', online);
  view.addEventListener('pageshow', visible);
  page.addEventListener('visibilitychange', visible);
  return () => {
    view.removeEventListener('online', online);
    view.removeEventListener('pageshow', visible);
    page.removeEventListener('visibilitychange', visible);
  };
}
