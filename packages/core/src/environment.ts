declare const process: { env: { NODE_ENV?: string } };

/** Whether this code runs where pages live. */
export const isBrowser = (): boolean => typeof window !== 'undefined' && typeof document !== 'undefined';

/** Whether mistakes of the programmer should be told loudly. */
export function isDevelopment(): boolean {
  try {
    // Bundlers put the mode in place of these words and leave a page without a `process`: asking for one first would say no.
    return process.env.NODE_ENV !== 'production';
  } catch {
    return false;
  }
}
