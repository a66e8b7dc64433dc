/** The user id in the cookie `user_id`, or null. For effects only, since a server renders without it (6). */
export function readUserCookie(): string | null {
  for (const part of document.cookie.split(';')) {
    const [key, ...rest] = part.split('=');
    if (key?.trim() !== 'user_id') continue;
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
