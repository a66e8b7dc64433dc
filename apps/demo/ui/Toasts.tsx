'use client';
import { useMutationState } from '@tanstack/react-query';
import { useOffline } from 'next/offline';
import { Toast } from 'radix-ui';
import { createContext, type ReactNode, use, useState } from 'react';
import { type Notice, ToastCard } from './ToastCard.tsx';

interface Shown {
  readonly notices: readonly (Notice & { id: number })[];
  readonly last: number;
}

const NoticeContext = createContext<(notice: Notice) => void>(() => {});
NoticeContext.displayName = 'NoticeContext';

/** Provides {@link useNotice}. While the server cannot be reached, says what happens to links and forms. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const [{ notices }, setState] = useState<Shown>({ notices: [], last: 0 });
  // The router could not fetch a page, or the browser is offline; the router retries until it succeeds.
  const isUnreachable = useOffline();
  // TanStack Query pauses mutations while the browser is offline.
  const isWaiting = useMutationState({ filters: { predicate: ({ state }) => state.isPaused } }).length > 0;
  // A stable function, so that a message re-renders only this component.
  const [add] = useState(
    () => (notice: Notice) =>
      setState(({ notices: shown, last }) => ({
        notices: [
          ...shown.filter(({ topic }) => !topic || topic !== notice.topic).slice(-3),
          { ...notice, id: last + 1 },
        ],
        last: last + 1,
      })),
  );
  const remove = (id: number) =>
    setState((state) => ({ ...state, notices: state.notices.filter((notice) => notice.id !== id) }));
  return (
    <NoticeContext value={add}>
      {children}
      {/* Beside the page, not around it: a provider that changes as it mounts would make React discard streamed content. */}
      <Toast.Provider swipeDirection="right">
        {notices.map(({ id, ...notice }) => (
          <ToastCard key={id} {...notice} onClose={() => remove(id)} />
        ))}
        {isUnreachable && (
          <ToastCard
            // A new key for a new message, so that it is announced.
            key={String(isWaiting)}
            tone="warn"
            duration={Number.POSITIVE_INFINITY}
            title="The server cannot be reached"
            body={
              isWaiting
                ? 'Your changes wait in this window and are sent once the connection is back.'
                : 'Pages you open load once the connection is back.'
            }
          />
        )}
        <Toast.Viewport className="fixed right-0 bottom-0 z-60 m-0 grid w-full max-w-sm list-none gap-2 p-4 outline-none" />
      </Toast.Provider>
    </NoticeContext>
  );
}

/** Returns a function that shows a message at the edge of the page. */
export const useNotice = (): ((notice: Notice) => void) => use(NoticeContext);
