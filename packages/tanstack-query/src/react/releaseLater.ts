/**
 * Releases leases after the effects of the same commit. A component that takes over a channel holds it by then, so StrictMode, a
 * change of names and a swap of components do not depend on the grace (3).
 */
export function releaseLater(leases: readonly { release(): void }[]): void {
  queueMicrotask(() => {
    for (const lease of leases) lease.release();
  });
}
