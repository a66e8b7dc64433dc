import { bytesToHex } from '@noble/hashes/utils.js';
import type { Awaitable } from '../awaitable.ts';
import { nodeModule } from './nodeModule.ts';
import { utf8 } from './utf8.ts';

/** Signs with one app secret. */
export interface Signer {
  /** Hexadecimal HMAC-SHA256. Synchronous in Node.js, a promise on Web Crypto. */
  sign(message: string | Uint8Array<ArrayBuffer>): Awaitable<string>;
}

/** Makes a {@link Signer}: Node's own crypto where there is one, otherwise Web Crypto. */
export function createSigner(secret: string): Signer {
  const node = nodeModule('node:crypto');
  if (node) return { sign: (message) => node.createHmac('sha256', secret).update(message).digest('hex') };
  let imported: Promise<CryptoKey> | null = null;
  const key = () => {
    imported ??= crypto.subtle.importKey('raw', utf8(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
    ]);
    return imported;
  };
  return {
    sign: async (message) => {
      const bytes = typeof message === 'string' ? utf8(message) : message;
      return bytesToHex(new Uint8Array(await crypto.subtle.sign('HMAC', await key(), bytes)));
    },
  };
}
