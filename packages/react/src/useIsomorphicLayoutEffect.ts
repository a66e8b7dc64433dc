import { useEffect, useLayoutEffect } from 'react';

/** A layout effect without the warning that React 18 prints for one on a server. */
export const useIsomorphicLayoutEffect: typeof useEffect =
  typeof document === 'undefined' ? useEffect : useLayoutEffect;
