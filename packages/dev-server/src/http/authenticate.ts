import type { App } from '../app/app.ts';
import { hmac, md5, requestText, sameText } from '../protocol/signature.ts';
import type { ApiRequest } from './apiRequest.ts';
import { HttpError } from './httpError.ts';

/** Verifies key, timestamp, body digest and signature of a request to an app (protocol 5.1). @throws {HttpError} 401 with the reason */
export function authenticate(app: App, request: ApiRequest, clockSkew: number): void {
  const {
    auth_key: key,
    auth_timestamp: time,
    auth_version: version,
    auth_signature: signature,
  } = request.query;
  if (!key || !time || !version || !signature) {
    throw new HttpError(401, 'auth_key, auth_timestamp, auth_version and auth_signature are required');
  }
  if (!sameText(key, app.options.key)) throw new HttpError(401, 'auth_key does not belong to this app');
  if (version !== '1.0') throw new HttpError(401, 'auth_version must be 1.0');
  const seconds = /^\d+$/.test(time) ? Number(time) : Number.NaN;
  if (!(Math.abs(Date.now() / 1000 - seconds) <= clockSkew)) {
    throw new HttpError(401, `auth_timestamp is not within ${clockSkew} s of this server's clock`);
  }
  const digest = request.query.body_md5;
  if (request.body.length > 0 || digest !== undefined) {
    if (!sameText(digest ?? '', md5(request.body)))
      throw new HttpError(401, 'body_md5 is not the MD5 of the body');
  }
  // Libraries sign the path as written, and HTTP clients may escape it afterwards.
  const paths = new Set([request.path, `/${request.segments.join('/')}`]);
  const isSigned = [...paths].some((path) =>
    sameText(hmac(app.options.secret, requestText(request.method, path, request.query)), signature),
  );
  if (!isSigned) throw new HttpError(401, 'auth_signature is not valid');
}
