declare const process: { env: { NODE_ENV?: string } };

/** Whether this code runs in a page. */
export const isBrowser = (): boolean => typeof window !== 'undefined' && typeof document !== 'undefined';

/** Whether programming mistakes should be reported loudly. */
export function isDevelopment(): boolean {
  try {
    // Bundlers replace this expression and define no `process`, so checking for one first would always say no.
    return process.env.NODE_ENV !== 'production';
  } catch {
    return false;
  }
}
