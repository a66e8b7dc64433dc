import { type ReactNode, Suspense } from 'react';
import {
  PusherProvider,
  type PusherProviderProps,
  useChannel,
  useChannels,
  useConnection,
  useIsLeader,
  usePresence,
  usePusherContext,
  usePusherEvent,
  useSignIn,
  useWatchlist,
} from '../../src/index.ts';
import { useNotificationSettings } from '../../src/notifications/index.ts';
import { texts } from './subjects.tsx';

/** Shows everything that the hooks return, as text. */
export function Everything(): ReactNode {
  const { userId } = usePusherContext();
  const connection = useConnection();
  const own = usePusherEvent('a');
  const { status, reason } = useChannel('private-orders');
  const presence = usePresence('presence-room');
  const list = useChannels(['x', 'y']);
  const isLeader = useIsLeader();
  const signIn = useSignIn();
  const online = useWatchlist();
  const settings = useNotificationSettings();
  const shown = {
    isLeader,
    signIn,
    online,
    userId,
    connection,
    own: { ...own },
    status,
    reason,
    presence,
    list,
    settings,
  };
  return (
    <p>
      {JSON.stringify(shown)}
      {texts.map((Text) => (
        <Text key={texts.indexOf(Text)} />
      ))}
    </p>
  );
}

/** One part that hydrates with the page, and a boundary that hydrates late. */
export function Page({
  Late = Everything,
  ...props
}: PusherProviderProps & { Late?: () => ReactNode }): ReactNode {
  return (
    <PusherProvider userChannel="private-user.{userId}" {...props}>
      <Everything />
      <Suspense fallback={<i>waiting</i>}>
        <Late />
      </Suspense>
    </PusherProvider>
  );
}

/** {@link Everything}, suspended until it arrives. */
export function createLate(): { readonly Late: () => ReactNode; readonly arrive: () => void } {
  const state = { isThere: false, arrive: () => {} };
  const wait = new Promise<void>((resolve) => {
    state.arrive = () => {
      state.isThere = true;
      resolve();
    };
  });
  function Late() {
    if (!state.isThere) throw wait;
    return <Everything />;
  }
  return { Late, arrive: state.arrive };
}
