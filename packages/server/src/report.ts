/** Tells a listener of an error; what the listener itself throws has nobody left to be told to and must not end the request. */
export function report<TError>(listener: ((error: TError) => void) | undefined, error: TError): void {
  try {
    listener?.(error);
  } catch {}
}
