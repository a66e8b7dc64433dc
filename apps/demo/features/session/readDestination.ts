const base = 'http://site.invalid';

/** The path that `next` names; null if a browser would follow it to another site. */
export function readDestination(next: unknown): string | null {
  if (typeof next !== 'string' || !next.startsWith('/') || !URL.canParse(next, base)) return null;
  // Browsers remove tabs, convert backslashes and resolve dots before they follow a URL; so does the parser.
  const { origin, pathname, search, hash } = new URL(next, base);
  return origin === base && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : null;
}
