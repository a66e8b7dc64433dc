import type { Signer } from '../crypto/createSigner.ts';
import { md5Hex } from '../crypto/digest.ts';

/** What the signature of a request to the HTTP API covers. */
export interface SignedQueryInput {
  readonly key: string;
  readonly method: 'GET' | 'POST';
  /** As the server reads it. */
  readonly path: string;
  readonly body?: string | undefined;
  readonly params?: Readonly<Record<string, string>> | undefined;
}

/** The signed query of a request: parameters sorted by name, the signature last. */
export async function signedQuery(signer: Signer, input: SignedQueryInput): Promise<string> {
  const params: Record<string, string> = {
    ...input.params,
    auth_key: input.key,
    auth_timestamp: String(Math.floor(Date.now() / 1000)),
    auth_version: '1.0',
    ...(input.body === undefined ? {} : { body_md5: md5Hex(input.body) }),
  };
  const sorted = Object.keys(params).sort();
  // The signature covers raw values; the URL carries them encoded.
  const raw = sorted.map((name) => `${name}=${params[name]}`).join('&');
  const encoded = sorted.map((name) => `${name}=${encodeURIComponent(params[name] ?? '')}`).join('&');
  return `${encoded}&auth_signature=${await signer.sign(`${input.method}\n${input.path}\n${raw}`)}`;
}
