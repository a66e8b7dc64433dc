import { CK103, CK105 } from './errorCodes/early.ts';
import { RealtimeError } from './errors.ts';

/** Values for the placeholders of a pattern, as they stand in the channel name. */
export type ChannelParams = Record<string, string>;

/** A channel pattern, compiled: a literal name with `{x}` (no dots) and `{x*}` (anything legal) in it. */
export interface CompiledPattern {
  readonly pattern: string;
  /** Names of the placeholders in order of appearance. */
  readonly keys: readonly string[];
  /** The parameters of a name that fits, else null. */
  readonly match: (name: string) => ChannelParams | null;
  /** The concrete name. @throws RealtimeError CK105 when a value would not be read back unchanged. */
  readonly fill: (params: Readonly<Record<string, string | number>>) => string;
}

/** A literal character, or a class of characters that repeats one or more times. */
type Token = { literal: string } | { dots: boolean };

const placeholder = /\{([A-Za-z_][A-Za-z0-9_]*)(\*?)\}/g;

/** Compiles a pattern. @throws RealtimeError CK103 */
export function compilePattern(pattern: string): CompiledPattern {
  const refuse = (why: string) => new RealtimeError(CK103, `pattern ${JSON.stringify(pattern)}: ${why}`);
  const keys: string[] = [];
  const source = pattern
    .replace(/[.\-=@,;]/g, '\\$&')
    .replace(placeholder, (_, key: string, star: string) => {
      keys.push(key);
      return `([A-Za-z0-9_\\-=@,${star && '.'};]+)`;
    });
  if (new Set(keys).size !== keys.length) throw refuse('a placeholder appears twice');
  const [illegal] = pattern.replace(placeholder, '').match(/[^A-Za-z0-9_\-=@,.;]/u) ?? [];
  if (illegal) throw refuse(`${JSON.stringify(illegal)} is not legal in a channel name`);
  if (pattern === '' || pattern.length > 300) throw refuse('it is empty or too long');
  const expression = new RegExp(`^${source}$`);

  const match = (name: string): ChannelParams | null => {
    const found = expression.exec(name);
    return found && Object.fromEntries(keys.map((key, index) => [key, found[index + 1] as string]));
  };
  const fill = (params: Readonly<Record<string, string | number>>): string => {
    const name = pattern.replace(placeholder, (_, key: string) => String(params[key] ?? ''));
    const read = match(name);
    const wrong = read ? keys.find((key) => read[key] !== String(params[key])) : (keys[0] ?? '');
    if (wrong !== undefined) {
      const given = JSON.stringify(params[wrong]) ?? 'nothing';
      throw new RealtimeError(CK105, `pattern "${pattern}" cannot carry ${given} as {${wrong}}`);
    }
    return name;
  };
  return { pattern, keys, match, fill };
}

function tokens(pattern: string): Token[] {
  return [...pattern.matchAll(/\{[^}]*?(\*?)\}|(.)/g)].map(([, star, literal]) =>
    literal === undefined ? { dots: star === '*' } : { literal },
  );
}

/** Whether some channel name fits both patterns: a walk over the product of their two automata. */
export function patternsOverlap(first: string, second: string): boolean {
  const left = tokens(first);
  const right = tokens(second);
  const literals = [...left, ...right].flatMap((token) => ('literal' in token ? [token.literal] : []));
  // One character stands for all that no literal names: it and the dot exercise every class.
  const alphabet = new Set([...literals, '.', '_']);
  const accepts = (token: Token, character: string) =>
    'literal' in token ? token.literal === character : token.dots || character !== '.';
  const next = (list: Token[], at: number, character: string): number[] => {
    const token = list[at];
    if (!token || !accepts(token, character)) return [];
    return 'literal' in token ? [at + 1] : [at, at + 1];
  };
  const seen = new Set<string>();
  const queue: [number, number][] = [[0, 0]];
  for (let state = queue.pop(); state; state = queue.pop()) {
    const [a, b] = state;
    if (a === left.length && b === right.length) return true;
    if (seen.has(`${a},${b}`)) continue;
    seen.add(`${a},${b}`);
    for (const character of alphabet) {
      for (const i of next(left, a, character)) for (const j of next(right, b, character)) queue.push([i, j]);
    }
  }
  return false;
}
