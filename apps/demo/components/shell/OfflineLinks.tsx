'use client';
import { useEffect } from 'react';
import { useNotice } from '@/components/ui/Toasts';

/** While the browser is offline, keeps links from leaving the page for the browser's own error page, and says why. */
export function OfflineLinks() {
  const notify = useNotice();
  useEffect(() => {
    const hold = (event: MouseEvent) => {
      if (navigator.onLine) return;
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (!link?.href || (link.hash && link.pathname === location.pathname)) return;
      event.preventDefault();
      event.stopPropagation();
      notify({
        topic: 'offline',
        title: 'You are offline',
        body: 'This page stays as it is. Open the other one when the connection is back.',
      });
    };
    // Before the router sees it.
    document.addEventListener('click', hold, { capture: true });
    return () => document.removeEventListener('click', hold, { capture: true });
  }, [notify]);
  return null;
}
