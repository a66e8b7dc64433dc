import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { Awaitable } from '../awaitable.ts';
import { nodeModule } from './nodeModule.ts';
import { utf8 } from './utf8.ts';

/** Hexadecimal MD5 of a text, which signed requests carry of their body. Web Crypto has no MD5. */
export function md5Hex(text: string): string {
  const node = nodeModule('node:crypto');
  return node ? node.createHash('md5').update(text).digest('hex') : bytesToHex(md5(utf8(text)));
}

/** SHA-256 of bytes. */
export function sha256(bytes: Uint8Array<ArrayBuffer>): Awaitable<Uint8Array> {
  const node = nodeModule('node:crypto');
  if (node) return node.createHash('sha256').update(bytes).digest();
  return crypto.subtle.digest('SHA-256', bytes).then((digest) => new Uint8Array(digest));
}
