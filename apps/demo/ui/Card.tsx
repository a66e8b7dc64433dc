import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** A raised area of the page. */
export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return <section className={cn('rounded-xl border bg-surface shadow-card', className)} {...rest} />;
}
