/** Waits for work to finish, but at most `patience` milliseconds; the work continues. */
export async function atMost(patience: number, work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const enough = new Promise((resolve) => (timer = setTimeout(resolve, patience)));
  await Promise.race([work, enough]).finally(() => clearTimeout(timer));
}
