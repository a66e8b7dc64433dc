import type { StandardSchemaV1 } from '@standard-schema/spec';
import { CK107, CK108 } from '../errors/beforeSocket.ts';
import { RealtimeError } from '../errors/realtimeError.ts';
import type { EventDefinition } from './contractTypes.ts';

/** Result of {@link validate}: the schema's output, or why the value does not fit. */
export type Validation =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: RealtimeError };

/**
 * Validates a value synchronously against an event's definition. `subject` names it in the error.
 * Never throws: a schema that throws or returns a promise becomes CK108 or CK107.
 */
export function validate(definition: EventDefinition, value: unknown, subject: string): Validation {
  if (!('~standard' in definition)) return { ok: true, value };
  const schema: StandardSchemaV1 = definition;
  const fail = (error: RealtimeError): Validation => ({ ok: false, error });
  try {
    const result = schema['~standard'].validate(value);
    // Not `instanceof Promise`: it may come from another realm, or from a library that replaces the global.
    if ('then' in result) {
      Promise.resolve(result).catch(() => {});
      return fail(new RealtimeError(CK107, `the schema of ${subject} returned a promise`));
    }
    if (!result.issues) return { ok: true, value: result.value };
    const [first] = result.issues;
    const path = first?.path?.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
    const where = path ? ` at "${path}"` : '';
    const why = `${subject}${where}: ${first?.message ?? 'no reason given'}`;
    return fail(new RealtimeError(CK108, why, { cause: result.issues }));
  } catch (cause) {
    return fail(new RealtimeError(CK108, `the schema of ${subject} threw`, { cause }));
  }
}
