/** Compares two texts in a time that depends only on their lengths. */
export function equalInConstantTime(expected: string, given: string): boolean {
  let difference = expected.length ^ given.length;
  for (let index = 0; index < expected.length; index += 1) {
    // Past the end charCodeAt is NaN, which `^` reads as 0; the lengths have already decided then.
    difference |= expected.charCodeAt(index) ^ given.charCodeAt(index);
  }
  return difference === 0;
}
