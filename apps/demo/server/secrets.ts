import 'server-only';

/**
 * The key that signs sessions and pay links.
 * @throws Error when `SESSION_SECRET` is missing or shorter than 32 characters
 */
export function signingKey(): Uint8Array {
  const secret = process.env.SESSION_SECRET ?? '';
  if (secret.length < 32)
    throw new Error(
      'SESSION_SECRET is missing or too short. Start the demo with "npm start", which makes one, or set 32 or more random characters.',
    );
  return new TextEncoder().encode(secret);
}
