import { isRecord } from '../protocol/clientFrame.ts';
import type { FaultOptions, FaultScope, FaultSpec } from './spec.ts';

/** What a client may ask for over HTTP: a lasting fault, or something that happens once. */
export type FaultCommand = (
  | (FaultSpec & FaultOptions)
  | { kind: 'drop'; code?: number; reason?: string }
  | { kind: 'destroy' }
  | { kind: 'malformed'; frame?: string }
  | { kind: 'resume' }
  | { kind: 'restart'; downtime?: number; abrupt?: boolean }
) &
  FaultScope;

/** Reads a fault command; a string says what is wrong with it. */
export function parseFault(value: unknown): FaultCommand | string {
  if (!isRecord(value)) return 'A fault is a JSON object with a kind';
  const number = (field: string): Record<string, number> => {
    const given = value[field];
    return typeof given === 'number' && Number.isFinite(given) && given >= 0 ? { [field]: given } : {};
  };
  const text = (field: string): Record<string, string> => {
    const given = value[field];
    return typeof given === 'string' ? { [field]: given } : {};
  };
  const scope = { ...text('app'), ...text('socket'), ...text('channel'), ...number('times') };
  switch (value.kind) {
    case 'drop':
      return { kind: value.kind, ...scope, ...number('code'), ...text('reason') };
    case 'malformed':
      return { kind: value.kind, ...scope, ...text('frame') };
    case 'restart':
      return { kind: value.kind, ...number('downtime'), abrupt: value.abrupt === true };
    case 'refuse':
      return { kind: value.kind, ...scope, ...number('status'), ...number('code') };
    case 'delay':
    case 'delayAuth': {
      const { ms } = number('ms');
      if (ms === undefined) return `${value.kind} needs ms, a number of milliseconds`;
      return { kind: value.kind, ...scope, ms, ...number('jitter') };
    }
    case 'reorder':
      return { kind: value.kind, ...scope, ...number('within') };
    case 'rejectAuth':
      return { kind: value.kind, ...scope, ...number('status'), ...text('error') };
    case 'failApi':
      return { kind: value.kind, ...scope, ...number('status') };
    case 'destroy':
    case 'resume':
    case 'mute':
    case 'pause':
    case 'duplicate':
    case 'lose':
    case 'overQuota':
      return { kind: value.kind, ...scope };
    default:
      return 'Unknown kind of fault';
  }
}
