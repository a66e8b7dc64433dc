import type { Message } from '../protocol/message.ts';
import type { FaultSpec } from './spec.ts';

/** One fault's effect on one socket's outgoing messages. */
export interface Stage {
  pass(message: Message, forward: (message: Message) => void): void;
  /** Forwards the held messages. */
  end(forward: (message: Message) => void): void;
}

/** Creates the stage of a fault; null for a fault that does not affect outgoing messages. */
export function createStage(spec: FaultSpec, random: () => number): Stage | null {
  switch (spec.kind) {
    case 'mute':
    case 'lose':
      return { pass: () => {}, end: () => {} };
    case 'duplicate':
      return {
        pass: (message, forward) => {
          forward(message);
          forward(message);
        },
        end: () => {},
      };
    case 'pause':
      return pause();
    case 'delay':
      return delay(spec.ms, spec.jitter ?? 0, random);
    case 'reorder':
      return reorder(spec.within ?? 50);
    case 'refuse':
    case 'rejectAuth':
    case 'delayAuth':
    case 'overQuota':
    case 'failApi':
      return null;
    default:
      return spec satisfies never;
  }
}

function pause(): Stage {
  const held: Message[] = [];
  return {
    pass: (message) => void held.push(message),
    end: (forward) => held.splice(0).forEach(forward),
  };
}

function delay(ms: number, jitter: number, random: () => number): Stage {
  const held: { message: Message; timer: NodeJS.Timeout }[] = [];
  let last = 0;
  return {
    pass: (message, forward) => {
      // A TCP stream keeps its order, so no message is due before the one ahead of it.
      last = Math.max(last, Date.now() + ms + random() * jitter);
      const timer = setTimeout(() => {
        const due = held.shift();
        if (due) forward(due.message);
      }, last - Date.now());
      held.push({ message, timer });
    },
    end: (forward) => {
      for (const { message, timer } of held.splice(0)) {
        clearTimeout(timer);
        forward(message);
      }
    },
  };
}

function reorder(within: number): Stage {
  let held: Message | null = null;
  let timer: NodeJS.Timeout | undefined;
  const release = (forward: (message: Message) => void) => {
    clearTimeout(timer);
    const message = held;
    held = null;
    if (message) forward(message);
  };
  return {
    pass: (message, forward) => {
      if (held) {
        forward(message);
        release(forward);
      } else {
        held = message;
        timer = setTimeout(() => release(forward), within);
      }
    },
    end: release,
  };
}
