import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

const buttonClasses = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-lg font-medium text-sm transition-colors disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      look: {
        primary: 'bg-action text-on-action hover:bg-action-hover',
        plain: 'border bg-surface text-ink shadow-card hover:bg-sunken',
        quiet: 'text-ink-soft hover:bg-sunken hover:text-ink',
        danger: 'border bg-surface text-bad shadow-card hover:bg-bad-soft',
      },
      size: { small: 'h-8 px-3', medium: 'h-10 px-4', large: 'h-12 px-5 text-base', icon: 'size-9' },
    },
    defaultVariants: { look: 'primary', size: 'medium' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonClasses> {
  /** Styles the only child, such as a link, instead of rendering a button. */
  readonly asChild?: boolean;
}

/** A button. `type` defaults to "button", so that none submits a form by accident. */
export function Button({ look, size, asChild = false, className, type = 'button', ...rest }: ButtonProps) {
  const classes = cn(buttonClasses({ look, size }), className);
  return asChild ? (
    <Slot.Root className={classes} {...rest} />
  ) : (
    <button type={type} className={classes} {...rest} />
  );
}
