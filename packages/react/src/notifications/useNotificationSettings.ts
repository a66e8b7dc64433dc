'use client';
import * as React from 'react';
import { useSnapshot } from '../lib/useSnapshot.ts';
import { currentPermission, type NotificationSnapshot, notificationState } from './notificationState.ts';
import { unlockNotificationSounds } from './sounds.ts';

/**
 * Returns the settings of sounds and browser notifications and what the browser allows. While mounted, it enables sounds with the
 * user's next gesture. Change them with `configureNotifications` and
 * `requestNotificationPermission`. On the server and in the first client render it returns the defaults.
 */
export function useNotificationSettings(): NotificationSnapshot {
  const { store } = notificationState();
  React.useEffect(() => {
    const snapshot = store.getSnapshot();
    const permission = currentPermission();
    if (snapshot.permission !== permission) store.set({ ...snapshot, permission });
    return unlockNotificationSounds();
  }, [store]);
  return useSnapshot(store);
}
