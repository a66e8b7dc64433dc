/** Requests in flight at once. */
const widest = 8;

/**
 * Runs a task for each item, at most eight at once. An item waits for every earlier one that shares a channel with it, so the order within
 * a channel is kept; items without a common channel do not wait for each other.
 */
export async function inChannelOrder<TItem>(
  items: readonly TItem[],
  channelsOf: (item: TItem) => readonly string[],
  task: (item: TItem) => Promise<void>,
): Promise<void> {
  const [only] = items;
  if (only !== undefined && items.length === 1) return task(only);
  const last = new Map<string, Promise<void>>();
  const running = new Set<Promise<void>>();
  for (const item of items) {
    while (running.size >= widest) await Promise.race(running);
    const channels = channelsOf(item);
    const before = channels.flatMap((channel) => last.get(channel) ?? []);
    const run: Promise<void> = Promise.all(before)
      .then(() => task(item))
      .finally(() => running.delete(run));
    running.add(run);
    for (const channel of channels) last.set(channel, run);
  }
  await Promise.all(running);
}
