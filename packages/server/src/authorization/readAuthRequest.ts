import { type JsonFields, readBody, socketIdField, textField } from '../http/readBody.ts';
import { RequestProblem } from '../http/requestProblem.ts';

/** The channels of an auth request, and in which form to answer: `batch` is ChannelKit's, `plugin` that of pusher-js-auth 4. */
export interface AuthRequest {
  readonly socketId: string;
  readonly form: 'single' | 'batch' | 'plugin';
  readonly channels: readonly string[];
}

/** The most channels of one batch. */
export const mostChannels = 200;

/**
 * Reads `channel_name`, or of a JSON body `channel_names`, or of a form `channel_name[0]`, `channel_name[1]` …
 * @throws RequestProblem 400, 413 or 415
 */
export async function readAuthRequest(request: Request, limit: number): Promise<AuthRequest> {
  const body = await readBody(request, limit);
  const socketId = socketIdField(body);
  const single = textField(body, 'channel_name');
  const several = body instanceof URLSearchParams ? numberedNames(body) : listedNames(body);
  if (several && single !== undefined)
    throw new RequestProblem(400, 'Send one channel name or several, not both.');
  if (several && several.length > mostChannels)
    throw new RequestProblem(400, `There are more than ${mostChannels} channel names.`);
  if (several) {
    const form = body instanceof URLSearchParams ? 'plugin' : 'batch';
    return { socketId, form, channels: [...new Set(several)] };
  }
  if (single === undefined) throw new RequestProblem(400, 'The field channel_name is missing.');
  return { socketId, form: 'single', channels: [single] };
}

function numberedNames(form: URLSearchParams): readonly string[] | null {
  const names = [...form].flatMap(([key, value]) => (/^channel_name\[\d{0,3}\]$/.test(key) ? [value] : []));
  return names.length > 0 ? names : null;
}

function listedNames(body: JsonFields): readonly string[] | null {
  if (!Object.hasOwn(body, 'channel_names')) return null;
  const names = body.channel_names;
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  throw new RequestProblem(400, 'The field channel_names is not a list of texts.');
}
