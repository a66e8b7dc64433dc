'use client';
import { useEffect, useRef } from 'react';
import { Button, type ButtonProps } from './Button.tsx';

interface BusyButtonProps extends Omit<ButtonProps, 'asChild' | 'disabled' | 'ref'> {
  /** While it holds, pressing does nothing; nor does Enter in a form that this button submits. */
  readonly busy: boolean;
}

/**
 * A button whose work takes a moment. Unlike a disabled one it keeps the focus meanwhile; a form that comes back refused
 * gets the focus at its first invalid field.
 */
export function BusyButton({ busy, onClick, ...rest }: BusyButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
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
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
      {...rest}
    />
  );
}
