import { RequestProblem } from './requestProblem.ts';

/**
 * Named text fields of a form or JSON body. A field that is missing or not a text is undefined.
 * @throws RequestProblem 400, 413 or 415
 */
export async function readFields<TName extends string>(
  request: Request,
  names: readonly TName[],
  limit: number,
): Promise<Record<TName, string | undefined>> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  const form = type === 'application/x-www-form-urlencoded';
  if (!form && type !== 'application/json') {
    throw new RequestProblem(415, 'Send application/x-www-form-urlencoded or application/json.');
  }
  const text = decode(await readBytes(request, limit));
  const found = form ? fromForm(text, names) : fromJson(text, names);
  const entries = names.map((name) => {
    const value = found.get(name);
    return [name, typeof value === 'string' ? value : undefined];
  });
  return Object.fromEntries(entries) as Record<TName, string | undefined>;
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

function fromForm(text: string, names: readonly string[]): Map<string, unknown> {
  const form = new URLSearchParams(text);
  return new Map(
    names.map((name) => {
      const values = form.getAll(name);
      // Two readers of one request could pick different values.
      if (values.length > 1) throw new RequestProblem(400, `The field ${name} appears twice.`);
      return [name, values[0]];
    }),
  );
}

function fromJson(text: string, names: readonly string[]): Map<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new RequestProblem(400, 'The body is not JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new RequestProblem(400, 'The body is not a JSON object.');
  }
  const object = parsed as Readonly<Record<string, unknown>>;
  return new Map(names.map((name) => [name, object[name]]));
}
