import { type EventDefinition, RealtimeError } from '@channelkit/core/contract';
import { CK107, CK108, validate } from '@channelkit/core/contract/internal';
import { oneLine } from '../oneLine.ts';

type Path = readonly string[];

/** What to check a value against. */
export interface Declaration {
  readonly definition: EventDefinition;
  /** Names the value in errors. */
  readonly subject: string;
}

/**
 * A JSON value without the keys that its schema does not read, so that a database row does not travel whole through a schema that names two
 * of its columns. What remains is still the schema's input: receivers validate it again and get the same output. Types without a schema
 * (`event<T>()`) change nothing.
 * @throws RealtimeError CK107 or CK108
 */
export function declaredValue(declaration: Declaration, value: unknown): unknown {
  const output = read(declaration, value);
  const unread = unreadPaths(value, output, []);
  if (unread.length === 0) return value;
  const expected = fingerprint(output);
  const isSame = (candidate: unknown) => matches(declaration, candidate, expected);
  const reduced = without(value, unread);
  if (isSame(reduced)) return reduced;
  // The schema transforms: a key that its output lacks may still be read. Leave out only what changes nothing.
  if (!isSame(value))
    throw new RealtimeError(CK108, `${declaration.subject}: its unknown keys cannot be told apart`, {
      remedy: 'Give it a schema whose output is data and is the same each time.',
    });
  return pruned(value, unread, isSame);
}

/** Leaves out one path at a time, and of one that must stay whatever is below it. */
function pruned(value: unknown, paths: readonly Path[], isSame: (candidate: unknown) => boolean): unknown {
  let kept = value;
  const pending = [...paths];
  for (let path = pending.shift(); path; path = pending.shift()) {
    const candidate = without(kept, [path]);
    if (isSame(candidate)) kept = candidate;
    else pending.push(...unreadPaths(at(kept, path), undefined, path));
  }
  return kept;
}

function read({ definition, subject }: Declaration, value: unknown): unknown {
  const checked = validate(definition, value, subject);
  if (checked.ok) return checked.value;
  // What a schema says of a value may quote it.
  throw oneLine(checked.error, { CK107, CK108 });
}

function matches({ definition, subject }: Declaration, value: unknown, expected: string | null): boolean {
  const checked = validate(definition, value, subject);
  return checked.ok && expected !== null && fingerprint(checked.value) === expected;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Paths of the input's keys that the output does not have, or not with the same value. */
function unreadPaths(input: unknown, output: unknown, path: Path): Path[] {
  if (input === output || !isObject(input)) return [];
  return Object.keys(input).flatMap((key) => {
    const next = [...path, key];
    const value = input[key];
    const has = isObject(output) && Object.hasOwn(output, key);
    const isChanged = !has || (!isObject(value) && value !== output[key]);
    // An element of a list cannot be left out: the others would move.
    if (isChanged && !Array.isArray(input)) return [next];
    return unreadPaths(value, has ? output[key] : undefined, next);
  });
}

function at(value: unknown, path: Path): unknown {
  return path.reduce((found: unknown, key) => (isObject(found) ? found[key] : undefined), value);
}

/** A copy without the values at these paths. */
function without(value: unknown, paths: readonly Path[]): unknown {
  const copy: unknown = structuredClone(value);
  for (const path of paths) {
    const parent = at(copy, path.slice(0, -1));
    if (isObject(parent)) Reflect.deleteProperty(parent, path.at(-1) as string);
  }
  return copy;
}

/** Equal for equal outputs; null for one that cannot be compared. */
function fingerprint(output: unknown): string | null {
  try {
    return (
      JSON.stringify(output, (_, value: unknown) => {
        if (typeof value === 'bigint') return `${value}n`;
        return value instanceof Map || value instanceof Set ? [...value] : value;
      }) ?? 'undefined'
    );
  } catch {
    return null;
  }
}
