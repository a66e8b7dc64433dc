/** Lines of text in a frame, for the terminal. */
export function box(lines: readonly string[]): string {
  const width = Math.max(...lines.map((line) => line.length)) + 4;
  const bar = '─'.repeat(width);
  const rows = lines.map((line) => `│  ${line.padEnd(width - 4)}  │`);
  return [`┌${bar}┐`, ...rows, `└${bar}┘`].join('\n');
}
