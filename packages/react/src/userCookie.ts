const name = 'user_id';

/** The user id in the cookie `user_id`, or null; for effects only, since a server renders without it (promise 6). */
export function readUserCookie(): string | null {
  for (const part of document.cookie.split(';')) {
    const [key, ...rest] = part.split('=');
    if (key?.trim() !== name) continue;
    const value = rest
      .join('=')
      .trim()
      .replace(/^"(.*)"$/, '$1');
    try {
      return decodeURIComponent(value) || null;
    } catch {
      return value || null;
    }
  }
  return null;
}
