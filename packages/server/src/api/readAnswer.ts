import type { ApiAnswer } from './apiFault.ts';
import { statusFault } from './statusFault.ts';
import type { HttpAnswer } from './transport.ts';

/** What an HTTP answer says. */
export function readAnswer({ status, retryAfter, text }: HttpAnswer, origin: string): ApiAnswer {
  if (status < 200 || status >= 300)
    return { ok: false, ...statusFault({ status, text, retryAfter: waitOf(retryAfter) }, origin) };
  const json = parse(text);
  // Some self-hosted servers wrap a refusal into a 200.
  const wrapped = json as { error?: unknown; code?: unknown } | null;
  if (typeof wrapped?.error === 'string' && typeof wrapped.code === 'number' && wrapped.code >= 400) {
    return { ok: false, ...statusFault({ status: wrapped.code, text: wrapped.error }, origin) };
  }
  return { ok: true, json };
}

/** Not every compatible server answers in JSON; a success stays one. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function waitOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
