import 'server-only';
import { signingKey } from '../../server/secrets.ts';

async function sealingKey(): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', signingKey() as BufferSource, 'HKDF', false, [
    'deriveKey',
  ]);
  const derivation = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: new TextEncoder().encode('push settings'),
  };
  const length = { name: 'AES-GCM', length: 256 };
  return crypto.subtle.deriveKey(derivation, material, length, false, ['encrypt', 'decrypt']);
}

/** Encrypts a text for the database; only this installation can decrypt it. */
export async function seal(text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv },
    await sealingKey(),
    new TextEncoder().encode(text),
  );
  return `${Buffer.from(iv).toString('base64url')}.${Buffer.from(sealed).toString('base64url')}`;
}

/** Decrypts a text from {@link seal}; null if it was encrypted with another key. */
export async function unseal(sealed: string): Promise<string | null> {
  const [iv = '', body = ''] = sealed.split('.').map((part) => Buffer.from(part, 'base64url'));
  try {
    const text = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: iv as BufferSource },
      await sealingKey(),
      body as BufferSource,
    );
    return new TextDecoder().decode(text);
  } catch {
    return null;
  }
}
