import { ApiError } from '../http/callApi.ts';

/** The errors of a refused form by field. `form` holds an error that belongs to no `known` field. */
export function formErrors(error: Error | null, known: readonly string[]): Record<string, string> {
  if (!error) return {};
  const fields = error instanceof ApiError ? error.fields : {};
  const shown = Object.fromEntries(Object.entries(fields).filter(([name]) => known.includes(name)));
  return Object.keys(shown).length > 0 ? shown : { form: Object.values(fields)[0] ?? error.message };
}
