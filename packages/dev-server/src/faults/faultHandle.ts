import type { ActiveFault } from './faultSet.ts';

/** A lasting fault that was begun. */
export interface FaultHandle {
  readonly fault: ActiveFault;
  /** Ends the fault; what it held back is let go. Idempotent. */
  readonly end: () => void;
}
