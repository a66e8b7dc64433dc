/** Another tab's message, or this one's. */
export interface TabMessage {
  readonly from: string;
  /** Null: for all. */
  readonly to: string | null;
  readonly body: unknown;
}

/** What tabs need of a browser: messages between them, and locks that a tab loses when it ends. */
export interface TabsPlatform {
  /** Identifies this tab. */
  readonly tab: string;
  /** Joins a conversation. A tab does not get its own messages. */
  open(
    name: string,
    onMessage: (message: unknown) => void,
  ): { post(message: TabMessage): void; close(): void };
  /** Waits for a lock, or takes it from whoever has it. Returns the function that gives it up. */
  lock(request: LockRequest): () => void;
  isVisible(): boolean;
  /** Calls back when the page may be frozen or kept for later, from where it cannot lead. Returns the unsubscribe function. */
  onLeave(listener: () => void): () => void;
}

/** A request for a lock. */
export interface LockRequest {
  readonly name: string;
  readonly steal?: boolean;
  readonly onGranted: () => void;
  /** Another tab took it. */
  readonly onStolen?: () => void;
}

/** The browser's own tabs; null where it lacks a part of what is needed. */
export function browserTabs(): TabsPlatform | null {
  const { locks } = globalThis.navigator ?? {};
  if (!locks || typeof BroadcastChannel === 'undefined') return null;
  return {
    tab: crypto.randomUUID(),
    open(name, onMessage) {
      const channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }) => onMessage(data);
      return { post: (message) => channel.postMessage(message), close: () => channel.close() };
    },
    lock({ name, steal = false, onGranted, onStolen }) {
      const cancel = new AbortController();
      let giveUp = () => {};
      const held = new Promise<void>((resolve) => {
        giveUp = resolve;
      });
      let isHeld = false;
      locks
        .request(name, steal ? { steal } : { signal: cancel.signal }, () => {
          if (cancel.signal.aborted) return;
          isHeld = true;
          onGranted();
          return held;
        })
        .catch(() => {
          if (isHeld && !cancel.signal.aborted) onStolen?.();
        });
      return () => {
        cancel.abort();
        giveUp();
      };
    },
    isVisible: () => typeof document === 'undefined' || document.visibilityState === 'visible',
    onLeave(listener) {
      if (typeof window === 'undefined') return () => {};
      // Kept, because a page that is torn down may lose its globals first.
      const [view, page] = [window, document];
      view.addEventListener('pagehide', listener);
      page.addEventListener('freeze', listener);
      return () => {
        view.removeEventListener('pagehide', listener);
        page.removeEventListener('freeze', listener);
      };
    },
  };
}
