/** Whether a value has the form of a socket id: two whole numbers joined by a dot. */
export function isSocketId(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 64 && /^\d+\.\d+$/.test(value);
}
