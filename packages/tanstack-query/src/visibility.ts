import { isBrowser } from '@channelkit/core/internal';

/** Whether anybody can see the page. */
export interface VisibilityPort {
  isHidden(): boolean;
  /** Calls `listener` when the page was shown or hidden; returns the unsubscribe. */
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
