'use client';
import { X } from 'lucide-react';
import Link from 'next/link';
import { Toast } from 'radix-ui';
import { createContext, type ReactNode, use, useState } from 'react';

/** A message at the edge of the page; `href` is where it leads. */
export interface Notice {
  /** A later message of the same topic takes the place of an earlier one. */
  readonly topic?: string;
  readonly title: string;
  readonly body?: string | undefined;
  readonly href?: string | undefined;
}

interface Shown {
  readonly notices: readonly (Notice & { id: number })[];
  readonly last: number;
}

const NoticeContext = createContext<(notice: Notice) => void>(() => {});
NoticeContext.displayName = 'NoticeContext';

/** Gives {@link useNotice} to the tree; each message is read out politely and leaves after six seconds. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const [{ notices }, setState] = useState<Shown>({ notices: [], last: 0 });
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
      <Toast.Provider duration={6000} swipeDirection="right">
        {notices.map(({ id, title, body, href }) => (
          <Toast.Root
            key={id}
            type="background"
            onOpenChange={(open) => !open && remove(id)}
            className="flex animate-rise items-start gap-3 rounded-xl border bg-surface p-4 shadow-float"
          >
            <span aria-hidden className="mt-1.5 size-2 shrink-0 rounded-full bg-live" />
            <div className="grid min-w-0 flex-1 gap-0.5">
              <Toast.Title className="font-medium text-sm">{title}</Toast.Title>
              {body && <Toast.Description className="text-ink-soft text-sm">{body}</Toast.Description>}
              {href && (
                <Toast.Action altText={`Open: ${title}`} asChild>
                  <Link href={href} className="mt-1 w-fit font-medium text-sm underline underline-offset-4">
                    Open
                  </Link>
                </Toast.Action>
              )}
            </div>
            <Toast.Close aria-label="Dismiss" className="text-ink-faint hover:text-ink">
              <X className="size-4" />
            </Toast.Close>
          </Toast.Root>
        ))}
        <Toast.Viewport className="fixed right-0 bottom-0 z-60 m-0 grid w-full max-w-sm list-none gap-2 p-4 outline-none" />
      </Toast.Provider>
    </NoticeContext>
  );
}

/** Shows a message to the person at the page. */
export const useNotice = (): ((notice: Notice) => void) => use(NoticeContext);
