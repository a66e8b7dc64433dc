import * as React from 'react';

/** A layout effect without the warning that React 18 prints for one on a server. */
export const useIsomorphicLayoutEffect: typeof React.useEffect =
  typeof document === 'undefined' ? React.useEffect : React.useLayoutEffect;
