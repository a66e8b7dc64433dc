import { describe, expect, it } from 'vitest';
import {
  type SubscriptionEvent,
  type SubscriptionState,
  transitions,
} from '../src/channel/subscriptionState.ts';

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

/** The rules in words, apart from the table: what a state answers to an event; null keeps it. */
function rule(state: SubscriptionState, event: SubscriptionEvent): SubscriptionState | null {
  // Nothing happens to what nobody wants, but a start.
  if (state === 'idle') return event === 'start' ? 'subscribing' : null;
  if (event === 'stopped') return 'idle';
  // A denial waits for retry(): it outlives losses, late answers and reconnects.
  if (state === 'denied') return event === 'retry' ? 'subscribing' : null;
  // What the connection has given up waits for it, or for retry().
  if (state === 'unreachable') return event === 'start' || event === 'retry' ? 'subscribing' : null;
  if (event === 'denied') return 'denied';
  if (event === 'gaveUp') return 'unreachable';
  if (event === 'faulted' || event === 'lost') return 'retrying';
  // Only what was asked for can be confirmed; a late answer revives nothing.
  if (event === 'succeeded') return state === 'subscribing' ? 'subscribed' : null;
  // What is on the wire is not asked for again.
  if (event === 'start') return state === 'subscribed' ? null : 'subscribing';
  return state === 'retrying' ? 'subscribing' : null;
}

describe('the transition table', () => {
  it('has a cell for every state and event, and no other', () => {
    expect(Object.keys(transitions)).toEqual(states);
    for (const state of states) expect(Object.keys(transitions[state])).toEqual(events);
  });

  for (const state of states) {
    it.each(events)(`answers to ${state} × %s as the rules say`, (event) => {
      expect(transitions[state][event]).toBe(rule(state, event));
    });
  }

  it('leads from everywhere to everywhere: no state is a trap, none is out of reach', () => {
    for (const from of states) {
      const reached = new Set<SubscriptionState>([from]);
      for (const state of reached)
        for (const next of Object.values(transitions[state])) if (next !== null) reached.add(next);
      expect([...reached].sort()).toEqual([...states].sort());
    }
  });
});
