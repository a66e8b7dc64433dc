import 'server-only';
import type { AuthHandlerOptions } from '@channelkit/server';
import { getVisitor, maySeeInvoice, type Visitor } from '../features/session/visitor.server.ts';
import type { channels } from '../realtime/channels.ts';

const isSelf = ({ user, params }: { user: Visitor; params: { userId: string } }): boolean =>
  user.person !== null && String(user.person.id) === params.userId;

const isSignedIn = ({ user }: { user: Visitor }): boolean => user.person !== null;

/**
 * Who may subscribe to which channel, and ask for what they missed on it. A private or presence channel without an entry does not
 * compile.
 */
export const channelRights: AuthHandlerOptions<typeof channels.definitions, Visitor> = {
  authenticate: getVisitor,
  authorize: {
    'private-invoice.{invoiceId}': ({ user, params }) => maySeeInvoice(user, params.invoiceId),
    'private-user.{userId}.invoices': isSelf,
    'private-supplier.notifications.{userId}': isSelf,
    'private-orders': isSignedIn,
    'private-admin-channel': isSignedIn,
    'private-chat-channel': isSignedIn,
    'private-class-{classId}-channel': isSignedIn,
    'private-progress-channel': isSignedIn,
    'private-print-jobs': ({ user }) => user.isStation || user.person !== null,
    'presence-chat': ({ user: { person } }) =>
      person !== null && {
        user_id: String(person.id),
        user_info: { name: person.name, role: person.role },
      },
  },
};
