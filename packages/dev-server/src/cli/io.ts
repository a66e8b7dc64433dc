/** The input and output of a command; tests supply their own. */
export interface Io {
  env: Readonly<Record<string, string | undefined>>;
  /** The working directory, whose `.env` files are read. */
  cwd: string;
  /** Writes a line to standard output. */
  out: (line: string) => void;
  /** Writes a line to standard error. */
  err: (line: string) => void;
  /** Whether output is colored: standard output is a terminal and `NO_COLOR` is not set. */
  colors: boolean;
  /** Aborted when the user presses Ctrl-C. */
  signal: AbortSignal;
}

const codes = { dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

/** Colors a text on a terminal. */
export function paint(io: Io, color: keyof typeof codes, text: string): string {
  return io.colors ? `\u001b[${codes[color]}m${text}\u001b[0m` : text;
}

/** Makes a text from the network safe for a terminal by escaping control characters. */
export function printable(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
