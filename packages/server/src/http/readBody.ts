import { RequestProblem } from './requestProblem.ts';
import { isSocketId } from './socketId.ts';

/** The fields of a JSON object. */
export type JsonFields = Readonly<Record<string, unknown>>;

/**
 * The fields of a form or JSON body.
 * @throws RequestProblem 400, 413 or 415
 */
export async function readBody(request: Request, limit: number): Promise<URLSearchParams | JsonFields> {
  const type = contentType(request);
  const form = type === 'application/x-www-form-urlencoded';
  if (!form && type !== 'application/json') {
    throw new RequestProblem(415, 'Send application/x-www-form-urlencoded or application/json.');
  }
  const text = decode(await readBytes(request, limit));
  return form ? new URLSearchParams(text) : fromJson(text);
}

/**
 * The fields of a JSON body.
 * @throws RequestProblem 400, 413 or 415
 */
export async function readJson(request: Request, limit: number): Promise<JsonFields> {
  if (contentType(request) !== 'application/json') throw new RequestProblem(415, 'Send application/json.');
  return fromJson(decode(await readBytes(request, limit)));
}

const contentType = (request: Request): string | undefined =>
  (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();

/** A text field of a body, undefined if it is missing or not a text. @throws RequestProblem 400 */
export function textField(body: URLSearchParams | JsonFields, name: string): string | undefined {
  if (body instanceof URLSearchParams) {
    const values = body.getAll(name);
    // Two readers of one request could pick different values.
    if (values.length > 1) throw new RequestProblem(400, `The field ${name} appears twice.`);
    return values[0];
  }
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The socket id of a body. @throws RequestProblem 400 */
export function socketIdField(body: URLSearchParams | JsonFields): string {
  const socketId = textField(body, 'socket_id');
  if (isSocketId(socketId)) return socketId;
  throw new RequestProblem(400, 'The field socket_id is missing or malformed.');
}

const tooLarge = (): RequestProblem => new RequestProblem(413, 'The body is too large.');

/** Reads a body up to a limit, whatever length the request declares. @throws RequestProblem 413 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge();
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (reader) {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength;
      if (size > limit) {
        await reader.cancel().catch(() => {});
        throw tooLarge();
      }
      chunks.push(part.value);
    }
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RequestProblem(400, 'The body is not UTF-8.');
  }
}

function fromJson(text: string): JsonFields {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new RequestProblem(400, 'The body is not JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new RequestProblem(400, 'The body is not a JSON object.');
  }
  return parsed as JsonFields;
}
