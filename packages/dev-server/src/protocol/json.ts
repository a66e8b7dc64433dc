/** How deep JSON from the network may be nested: `JSON.stringify` overflows the stack at some thousands. */
export const maximumDepth = 500;

/** Parses JSON; undefined for anything that is not JSON or is nested deeper than {@link maximumDepth}. */
export function parseJson(text: string): unknown {
  if (text.length > maximumDepth && depthOf(text) > maximumDepth) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is an object with named members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The deepest nesting of brackets outside strings. */
function depthOf(text: string): number {
  let deepest = 0;
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}
