// Work in two lanes.
/** Calls an action for each item in order, for two of them at a time: half of an installation is spent waiting for the network. */
export async function twoAtATime(items, action) {
  const waiting = [...items];
  const lane = async () => {
    while (waiting.length > 0) await action(waiting.shift());
  };
  await Promise.all([lane(), lane()]);
}
