import { RealtimeError } from '@channelkit/core/contract';
import { CK610 } from '@channelkit/core/contract/internal';
import nacl from 'tweetnacl';
import { reveal, type Secret } from '../config/secret.ts';
import { sha256 } from './digest.ts';
import { utf8 } from './utf8.ts';

/** 32 bytes in base64, as the config has them. */
export type MasterKey = string | Secret | undefined;

/** Encrypts the JSON text of a payload with a fresh nonce; returns the `data` text to publish. @throws RealtimeError CK610 */
export async function encryptPayload(channel: string, json: string, masterKey: MasterKey): Promise<string> {
  const nonce = crypto.getRandomValues(new Uint8Array(nacl.secretbox.nonceLength));
  const ciphertext = nacl.secretbox(utf8(json), nonce, await sharedSecret(channel, masterKey));
  return JSON.stringify({ nonce: toBase64(nonce), ciphertext: toBase64(ciphertext) });
}

/** Bytes of the `data` text of an encrypted payload, by the bytes of its JSON text. */
export const encryptedSize = (bytes: number): number =>
  '{"nonce":"","ciphertext":""}'.length +
  base64Length(nacl.secretbox.nonceLength) +
  base64Length(bytes + nacl.secretbox.overheadLength);

const base64Length = (bytes: number): number => 4 * Math.ceil(bytes / 3);

/** The shared secret of an encrypted channel in base64, as an auth endpoint returns it. @throws RealtimeError CK610 */
export async function sharedSecretBase64(channel: string, masterKey: MasterKey): Promise<string> {
  return toBase64(await sharedSecret(channel, masterKey));
}

/** The 32 bytes that the server and the subscribers of one encrypted channel share: SHA-256 of name and master key. */
async function sharedSecret(channel: string, masterKey: MasterKey): Promise<Uint8Array> {
  const name = utf8(channel);
  const master = masterKeyBytes(masterKey);
  const joined = new Uint8Array(name.length + master.length);
  joined.set(name);
  joined.set(master, name.length);
  // secretbox takes a plain Uint8Array, not Node's Buffer.
  return new Uint8Array(await sha256(joined));
}

function masterKeyBytes(masterKey: MasterKey): Uint8Array<ArrayBuffer> {
  if (masterKey === undefined) throw new RealtimeError(CK610, 'there is no encryption master key');
  let text: string;
  try {
    text = atob(reveal(masterKey));
  } catch {
    throw new RealtimeError(CK610, 'the encryption master key is not base64');
  }
  if (text.length !== 32)
    throw new RealtimeError(CK610, `the encryption master key has ${text.length} bytes instead of 32`);
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

// One call with all bytes as arguments would overflow the stack for a large payload.
const toBase64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
