'use client';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn.ts';

const boxClasses =
  'w-full rounded-lg border bg-surface px-3 text-sm text-ink placeholder:text-ink-faint hover:border-line-strong aria-invalid:border-bad';

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly className?: string | undefined;
  /** Renders the control, with the ids that connect it to its label and message. */
  readonly children: (control: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': boolean;
  }) => ReactNode;
}

/** A label, a control, and its hint or error. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const message = error ?? hint;
  return (
    <div className={cn('grid gap-1.5', className)}>
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': message ? `${id}-message` : undefined,
        'aria-invalid': Boolean(error),
      })}
      {message && (
        <p
          id={`${id}-message`}
          role={error ? 'alert' : undefined}
          className={cn('text-ink-faint text-xs', error && 'text-bad')}
        >
          {message}
        </p>
      )}
    </div>
  );
}

/** A single-line text control. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cn(boxClasses, 'h-10', className)} {...rest} />;
}

/** A multi-line text control. */
export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={cn(boxClasses, 'min-h-20 resize-y py-2', className)} {...rest} />;
}
