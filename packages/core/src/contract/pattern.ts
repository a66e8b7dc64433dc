import { CK103, CK105 } from '../errors/beforeSocket.ts';
import { RealtimeError } from '../errors/realtimeError.ts';

/** Values for the placeholders of a pattern, as they appear in the channel name. */
export type ChannelParams = Record<string, string>;

/** A compiled channel pattern: literal text with `{x}` (one or more legal characters, no dots) and `{x*}` (dots too) in it. */
export interface CompiledPattern {
  readonly pattern: string;
  /** The placeholders in order of appearance. */
  readonly keys: readonly string[];
  /** The text before the first placeholder and after the last one. */
  readonly prefix: string;
  readonly suffix: string;
  /** Its literal characters and placeholders in order. */
  readonly tokens: readonly Token[];
  /** Its parts between dots, up to the first `{x*}`; null for a part with a placeholder. */
  readonly parts: readonly (string | null)[];
  /** Returns the parameters of a name that matches, else null. Takes time proportional to the name, whatever it contains. */
  readonly match: (name: string) => ChannelParams | null;
  /** Returns the concrete name. @throws RealtimeError CK105 when a value would not be read back unchanged */
  readonly fill: (params: Readonly<Record<string, string | number>>) => string;
}

interface Placeholder {
  readonly key: string;
  readonly dots: boolean;
}

/** A literal character, or a placeholder: a class of characters that repeats one or more times. */
type Token = string | Placeholder;

const placeholderPattern = /\{([A-Za-z_][A-Za-z0-9_]*)(\*?)\}/g;
const legal = 'A-Za-z0-9_\\-=@,;';
const classOf = ({ dots }: Placeholder): string => `[${legal}${dots ? '.' : ''}]`;

/** Compiles a pattern. @throws RealtimeError CK103 */
export function compilePattern(pattern: string): CompiledPattern {
  const refuse = (why: string) => new RealtimeError(CK103, `pattern ${JSON.stringify(pattern)}: ${why}`);
  const placeholders = [...pattern.matchAll(placeholderPattern)].map(([, key = '', star]) => ({
    key,
    dots: star === '*',
  }));
  const keys = placeholders.map(({ key }) => key);
  if (new Set(keys).size !== keys.length) throw refuse('a placeholder appears twice');
  const literals = pattern.replace(placeholderPattern, '\n').split('\n');
  const [illegal] = literals.join('').match(/[^A-Za-z0-9_\-=@,.;]/u) ?? [];
  if (illegal) throw refuse(`${JSON.stringify(illegal)} is not legal in a channel name`);
  if (pattern === '' || pattern.length > 300) throw refuse('it is empty or too long');
  const prefix = literals[0] ?? '';
  const suffix = literals.length > 1 ? (literals.at(-1) ?? '') : '';

  // A dot after a placeholder without dots can only be its end. Elsewhere a regular expression would try every way to split a name.
  const isPlain = placeholders.every(
    (each, index) =>
      index === placeholders.length - 1 || (!each.dots && literals[index + 1]?.startsWith('.')),
  );
  const groups = placeholders.map((each) => `(${classOf(each)}+)`);
  const escaped = literals.map((literal) => literal.replace(/[.\-=@,;]/g, '\\$&'));
  const expression = new RegExp(
    `^${escaped[0]}${groups.map((group, index) => group + escaped[index + 1]).join('')}$`,
  );
  const valuesOf = (name: string): readonly string[] | null => {
    const end = name.length - suffix.length;
    if (!name.endsWith(suffix) || !name.startsWith(prefix) || end <= prefix.length)
      return name === pattern && keys.length === 0 ? [] : null;
    if (isPlain) return expression.exec(name)?.slice(1) ?? null;
    return split(name.slice(prefix.length, end), placeholders, literals.slice(1, -1));
  };

  const match = (name: string): ChannelParams | null => {
    const values = valuesOf(name);
    if (!values) return null;
    return Object.fromEntries(keys.map((key, index) => [key, values[index] as string]));
  };
  const fill = (params: Readonly<Record<string, string | number>>): string => {
    const name = pattern.replace(placeholderPattern, (_, key: string) => String(params[key] ?? ''));
    const read = match(name);
    const wrong = read ? keys.find((key) => read[key] !== String(params[key])) : (keys[0] ?? '');
    if (wrong !== undefined) {
      const given = JSON.stringify(params[wrong]) ?? 'nothing';
      throw new RealtimeError(CK105, `pattern "${pattern}" cannot carry ${given} as {${wrong}}`);
    }
    return name;
  };
  const tokens = literals.flatMap((text, index) => [
    ...text.split(''),
    ...placeholders.slice(index, index + 1),
  ]);
  const between = pattern.split('.');
  const open = between.findIndex((part) => part.includes('*'));
  const parts = between
    .slice(0, open < 0 ? between.length : open)
    .map((part) => (part.includes('{') ? null : part));
  return { pattern, keys, prefix, suffix, tokens, parts, match, fill };
}

/**
 * Splits a text into the values of placeholders with `separators` between them; earlier placeholders take as much as they can. On a hostile
 * name a regular expression would backtrack for seconds. This first marks, from the right, where each rest can begin.
 */
function split(
  text: string,
  placeholders: readonly Placeholder[],
  separators: readonly string[],
): readonly string[] | null {
  const { length } = text;
  const classes = placeholders.map((each) => new RegExp(classOf(each)));
  // fits[index][at]: placeholders from `index` on match text from `at` on.
  const fits = placeholders.map(() => new Uint8Array(length + 1));
  /** Whether the placeholder before separator `index` may end at `at`. */
  const mayEnd = (index: number, at: number): boolean => {
    const separator = separators[index];
    if (separator === undefined) return at === length;
    return text.startsWith(separator, at) && fits[index + 1]?.[at + separator.length] === 1;
  };
  for (let index = placeholders.length - 1; index >= 0; index -= 1) {
    const own = fits[index] as Uint8Array;
    for (let at = length - 1; at >= 0; at -= 1) {
      const isLegal = classes[index]?.test(text[at] as string);
      if (isLegal && (own[at + 1] === 1 || mayEnd(index, at + 1))) own[at] = 1;
    }
  }
  if (fits[0]?.[0] !== 1) return null;
  let at = 0;
  return placeholders.map((_, index) => {
    const start = at;
    let end = start + 1;
    for (let each = end; fits[index]?.[each - 1] === 1; each += 1) if (mayEnd(index, each)) end = each;
    at = end + (separators[index]?.length ?? 0);
    return text.slice(start, end);
  });
}

/** Whether some channel name matches both patterns. */
export function patternsOverlap(first: CompiledPattern, second: CompiledPattern): boolean {
  // Most pairs differ in their literal ends, or in a literal part between dots.
  const isPrefixed = first.prefix.startsWith(second.prefix) || second.prefix.startsWith(first.prefix);
  if (!isPrefixed) return false;
  const differs = first.parts.some((part, index) => part !== null && (second.parts[index] ?? part) !== part);
  if (differs) return false;
  if (first.keys.length === 0) return second.match(first.pattern) !== null;
  if (second.keys.length === 0) return first.match(second.pattern) !== null;
  if (!first.suffix.endsWith(second.suffix) && !second.suffix.endsWith(first.suffix)) return false;
  return canMeet(first.tokens, second.tokens);
}

/** Whether some character fits both tokens. */
function shareCharacter(one: Token, other: Token): boolean {
  if (typeof one === 'string') return typeof other === 'string' ? one === other : other.dots || one !== '.';
  return typeof other !== 'string' || one.dots || other !== '.';
}

/** Walks both lists of tokens at once, one common character a step. */
function canMeet(left: readonly Token[], right: readonly Token[]): boolean {
  const width = right.length + 1;
  const seen = new Uint8Array((left.length + 1) * width);
  // A state is a place in both lists: `left` times the width plus `right`.
  const states = [0];
  for (let state = states.pop(); state !== undefined; state = states.pop()) {
    if (seen[state] === 1) continue;
    seen[state] = 1;
    const one = left[Math.floor(state / width)];
    const other = right[state % width];
    if (one === undefined && other === undefined) return true;
    if (one === undefined || other === undefined || !shareCharacter(one, other)) continue;
    states.push(state + width + 1);
    // A placeholder may take another character.
    if (typeof one !== 'string') states.push(state + 1);
    if (typeof other !== 'string') states.push(state + width);
  }
  return false;
}
