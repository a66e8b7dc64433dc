import { describe, expect, it } from 'vitest';
import { type SubscriptionEvent, type SubscriptionState, transitions } from './subscriptionState.ts';

const states: SubscriptionState[] = [
  'idle',
  'subscribing',
  'subscribed',
  'retrying',
  'denied',
  'unreachable',
];
const events: SubscriptionEvent[] = [
  'start',
  'succeeded',
  'faulted',
  'denied',
  'lost',
  'gaveUp',
  'retry',
  'stopped',
];

/** The rules in words, independent of the table: the next state, or null to keep the present one. */
function rule(state: SubscriptionState, event: SubscriptionEvent): SubscriptionState | null {
  // An idle subscription only starts.
  if (state === 'idle') return event === 'start' ? 'subscribing' : null;
  if (event === 'stopped') return 'idle';
  // A denial lasts until retry(): it outlives losses, late answers and reconnects.
  if (state === 'denied') return event === 'retry' ? 'subscribing' : null;
  // The connection has given up: wait for its next attempt, or for retry().
  if (state === 'unreachable') return event === 'start' || event === 'retry' ? 'subscribing' : null;
  if (event === 'denied') return 'denied';
  if (event === 'gaveUp') return 'unreachable';
  if (event === 'faulted' || event === 'lost') return 'retrying';
  // A late answer revives nothing.
  if (event === 'succeeded') return state === 'subscribing' ? 'subscribed' : null;
  // Never subscribe twice.
  if (event === 'start') return state === 'subscribed' ? null : 'subscribing';
  return state === 'retrying' ? 'subscribing' : null;
}

describe('the transition table', () => {
  it('has one cell for each state and event', () => {
    expect(Object.keys(transitions)).toEqual(states);
    for (const state of states) expect(Object.keys(transitions[state])).toEqual(events);
  });

  it.each(states)('follows the rules in state %s', (state) => {
    expect(transitions[state]).toEqual(
      Object.fromEntries(events.map((event) => [event, rule(state, event)])),
    );
  });

  it('has no trap: every state can be reached from every other', () => {
    for (const from of states) {
      const reached = new Set<SubscriptionState>([from]);
      for (const state of reached)
        for (const next of Object.values(transitions[state])) if (next !== null) reached.add(next);
      expect([...reached].sort()).toEqual([...states].sort());
    }
  });
});
