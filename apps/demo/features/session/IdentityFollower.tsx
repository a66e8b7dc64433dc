'use client';
import { useEffect } from 'react';
import { identityChange, readUserId } from './userIdCookie.ts';

/**
 * Hides and reloads the page as soon as another tab of this browser has signed in as somebody else or out, so that nobody's data stands
 * under another person's name. The tabs tell each other, and each looks for itself when it comes to the front.
 */
export function IdentityFollower({ userId }: { readonly userId: string | null }) {
  useEffect(() => {
    // Without a valid session the cookie may still name somebody: that alone is no change.
    let known = userId ?? readUserId(document.cookie);
    const check = () => {
      if (readUserId(document.cookie) === known) return;
      document.documentElement.dataset.identity = 'changed';
      location.reload();
    };
    const tabs = new BroadcastChannel('identity');
    tabs.addEventListener('message', check);
    const tell = () => tabs.postMessage(null);
    // The tab in which it is done shows the new person without a reload, however late.
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
