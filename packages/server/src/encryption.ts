import { RealtimeError } from '@channelkit/core';
import { CK610 } from '@channelkit/core/internal';
import nacl from 'tweetnacl';
import { utf8 } from './signature.ts';

// One call with all bytes as arguments would overflow the stack for a large payload.
const toBase64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

function masterKeyBytes(base64: string | undefined): Uint8Array<ArrayBuffer> {
  if (base64 === undefined) throw new RealtimeError(CK610, 'there is no encryption master key');
  let text: string;
  try {
    text = atob(base64);
  } catch {
    throw new RealtimeError(CK610, 'the encryption master key is not base64');
  }
  if (text.length !== 32)
    throw new RealtimeError(CK610, `the encryption master key has ${text.length} bytes`);
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/**
 * The 32 bytes that server and subscribers of one encrypted channel share: SHA-256 of name and master key.
 * @throws RealtimeError CK610
 */
export async function sharedSecret(
  channel: string,
  masterKey: string | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const name = utf8(channel);
  const master = masterKeyBytes(masterKey);
  const joined = new Uint8Array(name.length + master.length);
  joined.set(name);
  joined.set(master, name.length);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined));
}

/** {@link sharedSecret} as the answer of an auth endpoint carries it. */
export async function sharedSecretBase64(channel: string, masterKey: string | undefined): Promise<string> {
  return toBase64(await sharedSecret(channel, masterKey));
}

/** Encrypts the JSON text of a payload under a fresh nonce; gives the `data` text to publish. */
export async function encryptPayload(
  channel: string,
  json: string,
  masterKey: string | undefined,
): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(nacl.secretbox.nonceLength));
  const ciphertext = nacl.secretbox(utf8(json), nonce, await sharedSecret(channel, masterKey));
  return JSON.stringify({ nonce: toBase64(nonce), ciphertext: toBase64(ciphertext) });
}
