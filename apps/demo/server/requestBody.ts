import type { z } from 'zod';
import { Problem } from './problem.ts';

/** Bytes. */
const limit = 64_000;

/** Reads no further than the limit, whatever length the request declares. */
async function readText(request: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > limit) throw new Problem(413, 'Send at most 64 kB.');
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

/** What PostgreSQL keeps in no text: a NUL, and half of a surrogate pair. */
const isStorable = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text);

const refused = (fields: Readonly<Record<string, string>>) =>
  new Problem(422, 'Some fields are not as they should be.', fields);

function parse(text: string): unknown {
  const faults: Record<string, string> = {};
  const note = (name: string, value: unknown) => {
    if (typeof value === 'string' && !isStorable(value))
      faults[name || 'body'] = 'A character in it cannot be kept.';
    return value;
  };
  let body: unknown;
  try {
    body = JSON.parse(text, note);
  } catch {
    throw new Problem(400, 'The body is not JSON.');
  }
  if (Object.keys(faults).length > 0) throw refused(faults);
  return body;
}

/** The body of a request, checked; a {@link Problem} with the fault of every field otherwise. */
export async function readBody<TSchema extends z.ZodType>(
  request: Request,
  schema: TSchema,
): Promise<z.output<TSchema>> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    throw new Problem(415, 'Send the body as application/json.');
  const parsed = schema.safeParse(parse(await readText(request)));
  if (parsed.success) return parsed.data;
  throw refused(
    Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.') || 'body', issue.message])),
  );
}
