import { isBrowser } from '@channelkit/core/internal';

/** Whether the page is visible. */
export interface VisibilityPort {
  isHidden(): boolean;
  /** Calls `listener` when the page is shown or hidden; returns the unsubscribe. */
  subscribe(listener: () => void): () => void;
}

/** The document's own visibility; always visible where there is no document. */
export const documentVisibility: VisibilityPort = {
  isHidden: () => isBrowser() && document.visibilityState === 'hidden',
  subscribe(listener) {
    if (!isBrowser()) return () => {};
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
};
