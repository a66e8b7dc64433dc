declare const process: { env: { NODE_ENV?: string } };

/** Whether this code runs where pages live. */
export const isBrowser = (): boolean => typeof window !== 'undefined' && typeof document !== 'undefined';

/** Whether mistakes of the programmer should be told loudly. */
export function isDevelopment(): boolean {
  try {
    // Bundlers put the mode in place of these words and leave a page without a `process`: asking for one first would say no.
    return process.env.NODE_ENV !== 'production';
  } catch {
    return false;
  }
}

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
