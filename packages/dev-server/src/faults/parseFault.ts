import { isRecord } from '../protocol/json.ts';
import type { FaultOptions, FaultScope, FaultSpec } from './spec.ts';

/** What a client may request over HTTP: a lasting fault, or something that happens once. */
export type FaultCommand = (
  | (FaultSpec & FaultOptions)
  | { kind: 'drop'; code?: number; reason?: string }
  | { kind: 'destroy' }
  | { kind: 'malformed'; frame?: string }
  | { kind: 'resume' }
  | { kind: 'restart'; downtime?: number; abrupt?: boolean }
) &
  FaultScope;

/** Parses a fault command; a string says why it is invalid. */
export function parseFault(value: unknown): FaultCommand | string {
  if (!isRecord(value)) return 'A fault is a JSON object with a kind';
  const number = (field: string): Record<string, number> => {
    const given = value[field];
    return typeof given === 'number' && Number.isFinite(given) && given >= 0 ? { [field]: given } : {};
  };
  const text = (field: string): Record<string, string> => {
    const given = value[field];
    return typeof given === 'string' && given !== '' ? { [field]: given } : {};
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
    case 'delay': {
      const { ms } = number('ms');
      if (ms === undefined) return 'delay needs ms, a number of milliseconds';
      return { kind: value.kind, ...scope, ...text('event'), ms, ...number('jitter') };
    }
    case 'delayAuth': {
      const { ms } = number('ms');
      if (ms === undefined) return 'delayAuth needs ms, a number of milliseconds';
      return { kind: value.kind, ...scope, ms };
    }
    case 'reorder':
      return { kind: value.kind, ...scope, ...text('event'), ...number('within') };
    case 'pause':
    case 'duplicate':
    case 'lose':
      return { kind: value.kind, ...scope, ...text('event') };
    case 'rejectAuth':
      return { kind: value.kind, ...scope, ...number('status'), ...text('error') };
    case 'failApi':
      return { kind: value.kind, ...scope, ...number('status') };
    case 'destroy':
    case 'resume':
    case 'mute':
    case 'overQuota':
      return { kind: value.kind, ...scope };
    default:
      return 'Unknown kind of fault';
  }
}
