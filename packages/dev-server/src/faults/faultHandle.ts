import type { ActiveFault } from './faultSet.ts';

/** A lasting fault that has begun. */
export interface FaultHandle {
  readonly fault: ActiveFault;
  /** Ends the fault and releases the messages it held. Idempotent. */
  readonly end: () => void;
}
