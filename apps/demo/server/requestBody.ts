import type { z } from 'zod';
import { Problem } from './problem.ts';

/** Bytes. */
const limit = 64_000;

/** Reads at most `limit` bytes, whatever length the request declares. */
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

/** PostgreSQL cannot store NUL or an unpaired surrogate. */
const isStorable = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text);

const refused = (fields: Readonly<Record<string, string>>) =>
  new Problem(422, 'Some fields are not valid.', fields);

function parse(text: string): unknown {
  const faults: Record<string, string> = {};
  const note = (name: string, value: unknown) => {
    if (typeof value === 'string' && !isStorable(value))
      faults[name || 'body'] = 'It contains a character that cannot be stored.';
    return value;
  };
  let body: unknown;
  try {
    body = JSON.parse(text, note);
  } catch {
    throw new Problem(400, 'The body is not valid JSON.');
  }
  if (Object.keys(faults).length > 0) throw refused(faults);
  return body;
}

/** The validated body of a request. @throws Problem with the error of each field */
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
