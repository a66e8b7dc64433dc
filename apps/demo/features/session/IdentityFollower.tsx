'use client';
import { useEffect } from 'react';
import { identityChange, readUserId } from './userIdCookie.ts';

/**
 * Hides and reloads the page when another tab of this browser signs in as somebody else or signs out, so that no page shows one
 * person's data under another person's name. Tabs notify each other, and each checks again when it comes to the front.
 */
export function IdentityFollower({ userId }: { readonly userId: string | null }) {
  useEffect(() => {
    // The cookie may name somebody although the session is over; that alone is no change.
    let known = userId ?? readUserId(document.cookie);
    const check = () => {
      if (readUserId(document.cookie) === known) return;
      document.documentElement.dataset.identity = 'changed';
      location.reload();
    };
    const tabs = new BroadcastChannel('identity');
    tabs.addEventListener('message', check);
    const tell = () => tabs.postMessage(null);
    // The tab that signs in shows the new person without a reload.
    const follow = () => {
      known = readUserId(document.cookie);
      tell();
    };
    tell();
    window.addEventListener(identityChange, follow);
    window.addEventListener('focus', check);
    window.addEventListener('pageshow', check);
    document.addEventListener('visibilitychange', check);
    return () => {
      tabs.close();
      window.removeEventListener(identityChange, follow);
      window.removeEventListener('focus', check);
      window.removeEventListener('pageshow', check);
      document.removeEventListener('visibilitychange', check);
    };
  }, [userId]);
  return null;
}
