const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');

/** Calls `listen` with `first`, `first + 1`, … until a port is free, for at most 50 ports. 0 lets the system choose. */
export async function listenFrom<T>(first: number, listen: (port: number) => Promise<T>): Promise<T> {
  for (let port = first; ; port++) {
    try {
      return await listen(port);
    } catch (error) {
      if (!isTaken(error) || first === 0 || port >= first + 50) throw error;
    }
  }
}
