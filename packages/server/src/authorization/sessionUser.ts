import { RealtimeError } from '@channelkit/core/contract';
import { CK613 } from '@channelkit/core/contract/internal';
import type { Report } from '../createReporter.ts';
import { RequestProblem } from '../http/requestProblem.ts';

/** The user that `authenticate` returned. @throws RequestProblem 401 */
export function sessionUser<TUser>(returned: TUser | null | undefined, report: Report): TUser {
  const user = findUser(returned, report);
  if (user === null) throw new RequestProblem(401, 'There is no session.');
  return user;
}

/** The user that `authenticate` returned, null for nobody. Auth libraries say "nobody" in many ways; a truthy one must not pass for a user. */
export function findUser<TUser>(returned: TUser | null | undefined, report: Report): TUser | null {
  const found = noUserIn(returned);
  if (returned && found === null) return returned;
  if (returned) {
    report(
      new RealtimeError(CK613, `authenticate returned ${found}, which is no user`, {
        remedy: 'Return the user, or null when there is none.',
      }),
    );
  }
  return null;
}

/** Fields without which a result of a common auth library has no user: Auth.js, Lucia, Better Auth, Clerk. */
const userFields = ['user', 'userId', 'session', 'id'];

/** Why a truthy value is no user; null when it may be one. */
function noUserIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  // The tag is the same for a framework's own class and for one of another realm.
  if (Object.prototype.toString.call(value) === '[object Response]') return 'a Response';
  if (value instanceof Error) return 'an Error';
  if (Array.isArray(value)) return 'a list';
  const fields = value as Readonly<Record<string, unknown>>;
  if (fields.error) return 'an object with an error';
  if (fields.id) return null;
  // Supabase answers `{ data: { user }, error }`.
  if ('data' in fields && 'error' in fields) return noUserIn(fields.data ?? { user: null });
  const empty = userFields.find((name) => name in fields && !fields[name] && fields[name] !== 0);
  return empty === undefined ? null : `an object whose ${empty} is empty`;
}
