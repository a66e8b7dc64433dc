import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { EventDefinition } from './contractTypes.ts';
import { CK107, CK108 } from './errorCodes/contract.ts';
import { RealtimeError } from './errors.ts';

/** Result of {@link validate}: the schema's output, or why the value does not fit. */
export type Validation =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: RealtimeError };

/**
 * Validates a value synchronously against an event's definition; `subject` names it in the error.
 * Never throws: a schema that throws or answers with a promise gives CK107 or CK108.
 */
export function validate(definition: EventDefinition, value: unknown, subject: string): Validation {
  if (!('~standard' in definition)) return { ok: true, value };
  const schema: StandardSchemaV1 = definition;
  try {
    const result = schema['~standard'].validate(value);
    // Not by its class: a promise of another realm, or of a library that replaces the global one, has another.
    if ('then' in result) {
      Promise.resolve(result).catch(() => {});
      return {
        ok: false,
        error: new RealtimeError(CK107, `the schema of ${subject} answered with a promise`),
      };
    }
    if (!result.issues) return { ok: true, value: result.value };
    const first = result.issues[0];
    const path = first?.path?.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
    const where = path ? ` at "${path}"` : '';
    return {
      ok: false,
      error: new RealtimeError(CK108, `${subject}${where}: ${first?.message ?? 'no reason given'}`, {
        cause: result.issues,
      }),
    };
  } catch (cause) {
    return { ok: false, error: new RealtimeError(CK108, `the schema of ${subject} threw`, { cause }) };
  }
}
