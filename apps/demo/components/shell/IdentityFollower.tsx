'use client';
import { useEffect } from 'react';
import { readUserId } from '@/lib/userIdCookie';

/**
 * Reloads the page as soon as another tab of this browser has signed in as somebody else or out, so that nobody's data stands
 * under another person's name. The tabs tell each other, and each looks for itself when it comes to the front.
 */
export function IdentityFollower({ userId }: { readonly userId: string | null }) {
  useEffect(() => {
    // Without a valid session the cookie may still name somebody: that alone is no change.
    const known = userId ?? readUserId(document.cookie);
    const check = () => {
      if (readUserId(document.cookie) !== known) location.reload();
    };
    const tabs = new BroadcastChannel('identity');
    tabs.addEventListener('message', check);
    tabs.postMessage(null);
    window.addEventListener('focus', check);
    window.addEventListener('pageshow', check);
    document.addEventListener('visibilitychange', check);
    return () => {
      tabs.close();
      window.removeEventListener('focus', check);
      window.removeEventListener('pageshow', check);
      document.removeEventListener('visibilitychange', check);
    };
  }, [userId]);
  return null;
}
