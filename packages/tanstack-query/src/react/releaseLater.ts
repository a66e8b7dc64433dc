/**
 * Gives leases back after the effects of the same commit: whoever takes a channel over has it by then, so that no StrictMode,
 * change of names or swap of components depends on the grace (3).
 */
export function releaseLater(leases: readonly { release(): void }[]): void {
  queueMicrotask(() => {
    for (const lease of leases) lease.release();
  });
}
