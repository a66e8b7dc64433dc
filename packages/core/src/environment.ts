declare const process: { env: { NODE_ENV?: string } };

/** Whether this code runs where pages live. */
export const isBrowser = (): boolean => typeof window !== 'undefined' && typeof document !== 'undefined';

/** Whether programming mistakes should be reported loudly. */
export function isDevelopment(): boolean {
  try {
    // Bundlers replace this expression and leave the page without a `process`: a check for one would say no.
    return process.env.NODE_ENV !== 'production';
  } catch {
    return false;
  }
}
