import { RealtimeError, type RealtimeErrorEntry } from '@channelkit/core/contract';

// Control characters and the two line separators of Unicode.
const breaks = /[\p{Cc}\u2028\u2029]/gu;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A text that cannot begin a new line of a log, whatever it quotes. */
export const singleLine = (text: string): string => text.replace(breaks, escaped);

/** An error whose text fits one line, for one that may quote input; `entries` are those that it can have. */
export function oneLine(
  error: RealtimeError,
  entries: Readonly<Partial<Record<string, RealtimeErrorEntry>>>,
): RealtimeError {
  const text = singleLine(error.message);
  const entry = entries[error.code];
  if (text === error.message || !entry) return error;
  const detail = text.slice(`${entry.code} ${entry.title}: `.length, -`. ${error.remedy}`.length);
  return new RealtimeError(entry, detail, { cause: error.cause, remedy: error.remedy });
}
