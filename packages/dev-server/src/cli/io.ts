/** What a command reads and writes; the tests bring their own. */
export interface Io {
  env: Readonly<Record<string, string | undefined>>;
  /** Writes a line to standard output. */
  out: (line: string) => void;
  /** Writes a line to standard error. */
  err: (line: string) => void;
  /** Whether colours are wanted: standard output is a terminal and `NO_COLOR` is not set. */
  colours: boolean;
  /** Aborted when the user presses Ctrl-C. */
  signal: AbortSignal;
}

const codes = { dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };

/** Colours a text on a terminal, and leaves it alone elsewhere. */
export function paint(io: Io, colour: keyof typeof codes, text: string): string {
  return io.colours ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text;
}

/** Makes a text from the network harmless to a terminal: control characters are shown, not obeyed. */
export function printable(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
