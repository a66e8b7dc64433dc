import { type ClassValue, clsx } from 'clsx';
import { twMerge } from 'tailwind-merge';

/** Joins class names. Of two Tailwind classes for the same property, the later one wins. */
export const cn = (...values: ClassValue[]): string => twMerge(clsx(values));
