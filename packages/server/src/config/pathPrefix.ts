/** A path prefix as it is put before an API path: one leading slash and no trailing one; empty when there is none. */
export function pathPrefix(path: string | undefined): string {
  const parts = (path ?? '').split('/').filter((part) => part !== '');
  return parts.map((part) => `/${part}`).join('');
}

/** Whether every part of a prefix stays in a URL as it is written. */
export function isPathPrefix(path: string): boolean {
  return /^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._~-]+)*$/.test(pathPrefix(path));
}
