import { readJson, socketIdField } from '../http/readBody.ts';
import { RequestProblem } from '../http/requestProblem.ts';

/** Where a client stands: channel name → position as it wrote it, null if it has none. */
export interface ResumeRequest {
  readonly socketId: string;
  readonly channels: ReadonlyMap<string, string | null>;
}

/** Reads the body of a resume request. @throws RequestProblem 400, 413 or 415 */
export async function readResumeRequest(
  request: Request,
  { maxBody, maxChannels }: { readonly maxBody: number; readonly maxChannels: number },
): Promise<ResumeRequest> {
  const body = await readJson(request, maxBody);
  const socketId = socketIdField(body);
  const given = Object.hasOwn(body, 'channels') ? body.channels : undefined;
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new RequestProblem(400, 'The field channels is missing or not an object.');
  const channels = new Map<string, unknown>(Object.entries(given));
  if (channels.size > maxChannels)
    throw new RequestProblem(400, `There are more than ${maxChannels} channels.`);
  for (const position of channels.values())
    if (position !== null && typeof position !== 'string')
      throw new RequestProblem(400, 'A position is neither a text nor null.');
  return { socketId, channels: channels as Map<string, string | null> };
}
