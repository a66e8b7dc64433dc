import { act } from '@testing-library/react';
import { useEffect, useState } from 'react';

/** A promise as Suspense knows it: thrown until it is opened. */
export function createGate(): { isOpen: boolean; readonly wait: Promise<void>; open: () => Promise<void> } {
  let resolve = () => {};
  const wait = new Promise<void>((done) => {
    resolve = done;
  });
  const gate = {
    isOpen: false,
    wait,
    open: () =>
      act(async () => {
        gate.isOpen = true;
        resolve();
      }),
  };
  return gate;
}

/** A component's state, and the hand that sets it. */
export interface Remote<T> {
  readonly remote: { set: (value: T) => void };
  readonly useRemote: () => T;
}

export function createRemote<T>(initial: T): Remote<T> {
  const remote: Remote<T>['remote'] = { set: () => {} };
  function useRemote(): T {
    const [value, setValue] = useState(initial);
    useEffect(() => {
      remote.set = (next) => setValue(() => next);
    }, []);
    return value;
  }
  return { remote, useRemote };
}
