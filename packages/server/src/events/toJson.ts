import { RealtimeError } from '@channelkit/core/contract';
import { CK609 } from '@channelkit/core/contract/internal';

/** The JSON text of a value. @throws RealtimeError CK609 */
export function toJson(value: unknown): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw new RealtimeError(CK609, 'JSON.stringify threw', { cause });
  }
  if (text === undefined) throw new RealtimeError(CK609, `a value of type ${typeof value} has no JSON`);
  return text;
}

/** The value of a JSON text, undefined for any other text. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
