import { ApiError } from '../http/callApi.ts';

/** The faults of a refused form by field; `form` is a reason that belongs to none of `known`. */
export function formErrors(error: Error | null, known: readonly string[]): Record<string, string> {
  if (!error) return {};
  const fields = error instanceof ApiError ? error.fields : {};
  const shown = Object.fromEntries(Object.entries(fields).filter(([name]) => known.includes(name)));
  return Object.keys(shown).length > 0 ? shown : { form: Object.values(fields)[0] ?? error.message };
}
