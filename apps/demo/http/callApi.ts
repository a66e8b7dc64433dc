import { z } from 'zod';

const problemSchema = z.object({
  detail: z.string(),
  fields: z.record(z.string(), z.string()).optional(),
});

/** A request that the server refused, or that never reached it. `fields` names the inputs at fault. */
export class ApiError extends Error {
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;

  constructor(status: number, message: string, fields: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.fields = fields;
  }
}

async function toError(response: Response): Promise<ApiError> {
  const problem = problemSchema.safeParse(await response.json().catch(() => null));
  if (problem.success) return new ApiError(response.status, problem.data.detail, problem.data.fields);
  return new ApiError(response.status, `The server answered ${response.status}. Try again.`);
}

interface ApiRequest {
  readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: object;
  readonly signal?: AbortSignal;
}

/**
 * Calls the demo's own API and returns the parsed response.
 * @throws ApiError with the server's reason; its status is 0 if the server cannot be reached
 */
export async function callApi<TAnswer>(
  path: string,
  { method, body, signal }: ApiRequest = {},
): Promise<TAnswer> {
  const response = await fetch(path, {
    ...(method && { method }),
    ...(signal && { signal }),
    ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, 'The server cannot be reached. Check the connection and try again.');
  });
  if (!response.ok) throw await toError(response);
  return response.status === 204 ? (undefined as TAnswer) : ((await response.json()) as TAnswer);
}
