'use client';
import { useEffect, useRef } from 'react';
import { Button, type ButtonProps } from './Button.tsx';

interface BusyButtonProps extends Omit<ButtonProps, 'asChild' | 'disabled' | 'ref'> {
  /** While it holds, pressing does nothing; nor does Enter in a form that this button submits. */
  readonly busy: boolean;
}

/** Milliseconds in which a second click at one place is a slip; work that takes less must not be done twice. */
const slip = 300;

/**
 * A button whose work takes a moment. Unlike a disabled one it keeps the focus meanwhile, and a double click presses it once;
 * a form that comes back refused gets the focus at its first invalid field.
 */
export function BusyButton({ busy, onClick, ...rest }: BusyButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const pressedAt = useRef(Number.NEGATIVE_INFINITY);
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
        if (busy || isSlip) return event.preventDefault();
        pressedAt.current = event.timeStamp;
        onClick?.(event);
      }}
      {...rest}
    />
  );
}
