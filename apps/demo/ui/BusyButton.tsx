'use client';
import { useEffect, useRef } from 'react';
import { Button, type ButtonProps } from './Button.tsx';

interface BusyButtonProps extends Omit<ButtonProps, 'asChild' | 'disabled' | 'ref'> {
  /** While true, pressing does nothing; nor does Enter in a form that this button submits. */
  readonly busy: boolean;
}

/** Milliseconds within which a second click at the same place is a slip: the double-click time of most systems. */
const slip = 500;

/**
 * Milliseconds within which two clicks are handled in one burst: they have waited while the page was busy, and `busy` is not
 * rendered before the second one comes. When they were made says nothing then.
 */
const burst = 100;

/**
 * A button whose work takes a moment. Unlike a disabled button it keeps the focus meanwhile, and a double click presses it once.
 * When a form is refused, its first invalid field gets the focus.
 */
export function BusyButton({ busy, onClick, ...rest }: BusyButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const pressedAt = useRef(Number.NEGATIVE_INFINITY);
  const handledAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const form = button.current?.form;
    if (!busy || !form) return;
    return () => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [busy]);
  return (
    <Button
      ref={button}
      aria-disabled={busy}
      onClick={(event) => {
        const isSlip = event.detail > 1 && event.timeStamp - pressedAt.current < slip;
        const isBurst = performance.now() - handledAt.current < burst;
        if (busy || isSlip || isBurst) return event.preventDefault();
        pressedAt.current = event.timeStamp;
        handledAt.current = performance.now();
        onClick?.(event);
      }}
      {...rest}
    />
  );
}
