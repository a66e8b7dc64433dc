import type { Positions } from '../options.ts';

/** The position of what a part of a page shows, as the server wrote it, and when it read it. */
interface WrittenStart {
  readonly position: string;
  readonly at: number;
}

/** Where the durable channels of a server-rendered page start: at the positions that its parts came with. */
export class StartPositions {
  /** The parts that are mounted. */
  readonly #parts = new Set<Positions>();
  /** Channels that have no use for the position of a part any more: held again later, they show something newer. */
  readonly #spent = new WeakMap<Positions, Set<string>>();

  /**
   * A part of the page is mounted. `isFollowed`: whether a channel goes on from a newer position already. Returns the function that takes
   * the positions back.
   */
  add(positions: Positions, isFollowed: (channel: string) => boolean): () => void {
    const spent = this.#spentOf(positions);
    for (const name of Object.keys(positions.channels)) if (isFollowed(name)) spent.add(name);
    this.#parts.add(positions);
    return () => void this.#parts.delete(positions);
  }

  /** Where a channel starts, once: at the oldest position, so that every part that shows it gets all that it lacks. */
  take(channel: string, own: Positions | undefined): WrittenStart | null {
    let oldest: WrittenStart | null = null;
    for (const positions of own ? [...this.#parts, own] : this.#parts) {
      const { at, channels } = positions;
      const spent = this.#spentOf(positions);
      const position =
        Object.hasOwn(channels, channel) && !spent.has(channel) ? channels[channel] : undefined;
      spent.add(channel);
      if (position !== undefined && (oldest === null || at < oldest.at)) oldest = { position, at };
    }
    return oldest;
  }

  #spentOf(positions: Positions): Set<string> {
    const spent = this.#spent.get(positions) ?? new Set();
    this.#spent.set(positions, spent);
    return spent;
  }
}
