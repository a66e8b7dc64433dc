import { closeCodeFault } from '../protocol/closeCodes.ts';
import type { FaultOptions, FaultSpec } from './spec.ts';

/** The longest time that a timer of Node accepts. */
const longest = 2_147_483_647;

/** Rejects settings that would fail only when the fault strikes. @throws {RangeError} */
export function checkFault(fault: FaultSpec & FaultOptions): void {
  if (fault.times !== undefined) check('times', fault.times, [1, Number.POSITIVE_INFINITY]);
  if ('status' in fault && fault.status !== undefined) {
    // An upgrade is answered with an error; the HTTP API may fail in any way.
    check('status', fault.status, fault.kind === 'rejectAuth' ? [1, 4999] : [200, 599]);
  }
  for (const field of ['ms', 'jitter', 'within'] as const) {
    const value: unknown = Reflect.get(fault, field);
    if (value !== undefined) check(field, value, [0, longest]);
  }
  if ('code' in fault && fault.code !== undefined) checkCloseCode(fault.code);
}

/** Rejects a close code that a server may not send. @throws {RangeError} */
export function checkCloseCode(code: number): void {
  const fault = closeCodeFault(code);
  if (fault !== null) throw new RangeError(fault);
}

/** Rejects a close reason that does not fit into a close frame. @throws {RangeError} */
export function checkReason(reason: string): void {
  if (Buffer.byteLength(reason) > 123) throw new RangeError('reason has at most 123 bytes');
}

function check(field: string, value: unknown, [least, most]: readonly [number, number]): void {
  const isWhole = field === 'times' || field === 'status';
  if (
    typeof value === 'number' &&
    value >= least &&
    value <= most &&
    (!isWhole || value % 1 === 0 || value === most)
  )
    return;
  const range = most === Number.POSITIVE_INFINITY ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new RangeError(`${field} must be a ${isWhole ? 'whole ' : ''}number ${range}, not ${String(value)}`);
}
