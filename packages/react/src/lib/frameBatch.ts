import type { Timers } from '@channelkit/core';

/** Collects changes and renders them once per animation frame, in one React commit. */
export class FrameBatch {
  readonly #timers: Timers;
  readonly #waiting = new Set<Showing>();
  #cancel: (() => void) | null = null;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  add(showing: Showing): void {
    this.#waiting.add(showing);
    const run = () => this.#run();
    this.#cancel ??= this.#timers.requestFrame?.(run) ?? requestFrame(run);
  }

  remove(showing: Showing): void {
    this.#waiting.delete(showing);
    if (this.#waiting.size > 0) return;
    this.#cancel?.();
    this.#cancel = null;
  }

  #run(): void {
    const due = [...this.#waiting];
    this.#waiting.clear();
    this.#cancel = null;
    for (const showing of due) showing.show();
  }
}

/** Something that can be rendered. */
export interface Showing {
  show(): void;
}

/** A page that paints nothing for this long, in milliseconds, renders anyway. */
const starvation = 100;
const hiddenInterval = 16;

/** Calls back before the next paint, or soon in a page that does not paint; returns a function that cancels it. */
function requestFrame(callback: () => void): () => void {
  const canPaint = typeof requestAnimationFrame === 'function' && document.visibilityState !== 'hidden';
  if (!canPaint) {
    const timer = setTimeout(callback, hiddenInterval);
    return () => clearTimeout(timer);
  }
  const cancel = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const run = () => {
    cancel();
    callback();
  };
  const frame = requestAnimationFrame(run);
  // The page may become hidden before the frame, which then never comes.
  const timer = setTimeout(run, starvation);
  return cancel;
}
