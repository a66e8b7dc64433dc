const base = 'http://site.invalid';

/** The path of this site that `next` of an address names; null for one that a browser would follow to another site. */
export function readDestination(next: unknown): string | null {
  if (typeof next !== 'string' || !next.startsWith('/') || !URL.canParse(next, base)) return null;
  // Browsers drop tabs, turn backslashes and fold dots before they look at the address, and so does the parser.
  const { origin, pathname, search, hash } = new URL(next, base);
  return origin === base && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : null;
}
