declare const process: { env: { NODE_ENV?: string } } | undefined;

/** Whether this code runs where pages live. */
export const isBrowser = (): boolean => typeof window !== 'undefined' && typeof document !== 'undefined';

/** Whether mistakes of the programmer should be told loudly. */
export const isDevelopment = (): boolean =>
  typeof process !== 'undefined' && process.env.NODE_ENV !== 'production';

/** Calls `listener` whenever the page or the machine may have slept or changed networks; returns the stop. */
export function onWake(listener: (cause: 'online' | 'visible') => void): () => void {
  if (!isBrowser()) return () => {};
  const online = () => listener('online');
  const visible = () => {
    if (document.visibilityState === 'visible') listener('visible');
  };
  window.addEventListener('online', online);
  window.addEventListener('pageshow', visible);
  document.addEventListener('visibilitychange', visible);
  return () => {
    window.removeEventListener('online', online);
    window.removeEventListener('pageshow', visible);
    document.removeEventListener('visibilitychange', visible);
  };
}
