import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';

const encoder = new TextEncoder();

/** UTF-8 bytes of a text. */
export const utf8 = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);

/** Signs with one app secret, which it keeps as a key that cannot be read out again. */
export interface Signer {
  /** Hexadecimal HMAC-SHA256. */
  sign(message: string | Uint8Array<ArrayBuffer>): Promise<string>;
}

/** Makes a {@link Signer}; the secret is imported at the first use. */
export function createSigner(secret: string): Signer {
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

/** Compares two texts in a time that depends on their lengths alone. */
export function equalInConstantTime(expected: string, given: string): boolean {
  let difference = expected.length ^ given.length;
  for (let index = 0; index < expected.length; index += 1) {
    // charCodeAt past the end is NaN, which `^` reads as 0: the length has already decided.
    difference |= expected.charCodeAt(index) ^ given.charCodeAt(index);
  }
  return difference === 0;
}

/** What goes into the signature of a request to the HTTP API. */
export interface SignedQueryInput {
  readonly key: string;
  readonly method: 'GET' | 'POST';
  /** As it stands in the request line. */
  readonly path: string;
  readonly body?: string | undefined;
  readonly params?: Readonly<Record<string, string>> | undefined;
}

/** The query of a request, signed: parameters sorted by name, the signature last. */
export async function signedQuery(signer: Signer, input: SignedQueryInput): Promise<string> {
  const params: Record<string, string> = {
    ...input.params,
    auth_key: input.key,
    auth_timestamp: String(Math.floor(Date.now() / 1000)),
    auth_version: '1.0',
    ...(input.body === undefined ? {} : { body_md5: bytesToHex(md5(utf8(input.body))) }),
  };
  const sorted = Object.keys(params).sort();
  // The signature covers raw values; the URL carries them encoded.
  const raw = sorted.map((name) => `${name}=${params[name]}`).join('&');
  const encoded = sorted.map((name) => `${name}=${encodeURIComponent(params[name] ?? '')}`).join('&');
  return `${encoded}&auth_signature=${await signer.sign(`${input.method}\n${input.path}\n${raw}`)}`;
}
