'use client';
import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import { type ReactNode, useRef } from 'react';
import { Button } from './Button.tsx';
import { cn } from './cn.ts';

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description: string;
  readonly children: ReactNode;
  /** Its position: in the middle, or as a sheet at one side. @default "middle" */
  readonly side?: 'middle' | 'left' | 'right';
}

const places = {
  middle:
    'inset-x-0 bottom-0 max-h-[92dvh] rounded-t-2xl sm:inset-auto sm:top-1/2 sm:left-1/2 sm:w-full sm:max-w-xl sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-2xl',
  left: 'inset-y-0 left-0 w-72 max-w-[85vw] rounded-r-2xl',
  right: 'inset-y-0 right-0 w-[26rem] max-w-[92vw] rounded-l-2xl',
};

const fields = 'input:not([type="hidden"], :disabled), select:not(:disabled), textarea:not(:disabled)';

/**
 * A dialog. Escape closes it. It focuses its first field, traps the focus, and returns it to the element that opened it, or to
 * the page's content if that element is gone.
 */
export function Dialog({ open, onOpenChange, title, description, children, side = 'middle' }: DialogProps) {
  const content = useRef<HTMLDivElement>(null);
  const opener = useRef<Element | null>(null);
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-fade bg-[oklch(0.15_0.01_270/0.45)]" />
        <Primitive.Content
          ref={content}
          onOpenAutoFocus={(event) => {
            opener.current = document.activeElement;
            const field = content.current?.querySelector<HTMLElement>(fields);
            if (!field) return;
            event.preventDefault();
            field.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const target = opener.current?.isConnected ? opener.current : document.querySelector('main');
            if (target instanceof HTMLElement) target.focus();
          }}
          className={cn(
            'fixed z-50 flex animate-fade flex-col overflow-y-auto border bg-surface p-6 shadow-float focus:outline-none',
            places[side],
          )}
        >
          <div className="mb-5 flex items-start justify-between gap-4">
            <div className="grid gap-1">
              <Primitive.Title className="font-semibold text-lg tracking-tight">{title}</Primitive.Title>
              <Primitive.Description className="text-ink-soft text-sm">{description}</Primitive.Description>
            </div>
            <Primitive.Close asChild>
              <Button look="quiet" size="icon" aria-label="Close" className="-mt-1.5 -mr-2">
                <X />
              </Button>
            </Primitive.Close>
          </div>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
