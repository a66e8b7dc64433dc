import type { Channels } from '../channel/channels.ts';
import type * as resumer from '../channel/resumer.ts';
import { Subscriptions } from '../channel/subscriptions.ts';
import type { Connection, ConnectionDriver } from '../connection/connection.ts';
import { Reconnector } from '../connection/reconnector.ts';
import type { ClientContext } from '../context.ts';
import type { AuthorizationRequest } from '../options.ts';
import type { AuthorizationData, Transport, TransportListener } from '../transport/transport.ts';
import { SignIn } from '../user/signIn.ts';
import type { User } from '../user/user.ts';

export { sendClientEvent } from '../channel/sendClientEvent.ts';

/** The parts of a client that show what the live parts do. */
export interface SocketPartsSetup {
  readonly context: ClientContext;
  readonly connection: Connection;
  readonly channels: Channels;
  readonly user: User;
  /** The code that makes durable channels exact; null if the application has not said where to resume. */
  readonly resuming: typeof resumer | null;
  /** Makes the transport; may load code first. */
  readonly loadTransport: (listener: TransportListener, authorize: AuthorizeOnSocket) => Promise<Transport>;
}

/** Authorizes a channel on any socket, for a transport that stands in for other tabs. */
export type AuthorizeOnSocket = (request: AuthorizationRequest) => Promise<AuthorizationData>;

/** Makes the parts of a client that work on a socket, and connects them with the parts that show it. */
export function assembleSocketParts({
  context,
  connection,
  channels,
  user,
  resuming,
  loadTransport,
}: SocketPartsSetup): ConnectionDriver {
  const makeResumer = resuming && ((host: resumer.ResumerHost) => new resuming.Resumer(host));
  const subscriptions = new Subscriptions(context, () => connection.snapshot, makeResumer);
  const signIn = new SignIn(context, user);
  const reconnector = new Reconnector(context, connection, {
    load: (listener) => loadTransport(listener, (request) => subscriptions.authorize(request)),
    listener: {
      onOpened(session) {
        subscriptions.onOpened(session);
        signIn.onOpened(session);
      },
      onLost(since) {
        subscriptions.onLost(since);
        signIn.onLost();
      },
      onFrame(frame) {
        if (!signIn.onFrame(frame)) subscriptions.onFrame(frame);
      },
      onMalformed: (channel) => subscriptions.onMalformed(channel),
    },
  });
  user.signIn = signIn;
  channels.driveBy(subscriptions);
  return reconnector;
}
