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

/** Gives {@link useNotice} to the tree, and says while the server cannot be reached what becomes of what is opened or sent. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const [{ notices }, setState] = useState<Shown>({ notices: [], last: 0 });
  // The router has asked for a page in vain, or the browser is offline: it asks on until there is an answer.
  const isUnreachable = useOffline();
  // What was sent while the browser was offline waits in TanStack Query.
  const isWaiting = useMutationState({ filters: { predicate: ({ state }) => state.isPaused } }).length > 0;
  // One function for good, so that a message re-renders nobody but this.
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
      {/* Beside the page: around it, what changes as it mounts would make React drop and make anew what the server has streamed. */}
      <Toast.Provider swipeDirection="right">
        {notices.map(({ id, ...notice }) => (
          <ToastCard key={id} {...notice} onClose={() => remove(id)} />
        ))}
        {isUnreachable && (
          <ToastCard
            // Another message, so that it is read out.
            key={String(isWaiting)}
            tone="warn"
            duration={Number.POSITIVE_INFINITY}
            title="The server cannot be reached"
            body={
              isWaiting
                ? 'What you sent waits in this window and goes out as soon as the connection is back.'
                : 'What you open comes as soon as the connection is back.'
            }
          />
        )}
        <Toast.Viewport className="fixed right-0 bottom-0 z-60 m-0 grid w-full max-w-sm list-none gap-2 p-4 outline-none" />
      </Toast.Provider>
    </NoticeContext>
  );
}

/** Shows a message to the person at the page. */
export const useNotice = (): ((notice: Notice) => void) => use(NoticeContext);
