import 'server-only';
import { cookies } from 'next/headers';
import { Problem } from '../../server/problem.ts';
import { findOwnInvoice } from '../invoices/invoiceQueries.server.ts';
import { invoiceIdsOf } from '../invoices/pay/payCookie.ts';
import { holdsPayLink } from '../invoices/pay/payLink.server.ts';
import { holdsStationToken } from '../print-jobs/stationToken.server.ts';
import type { Person } from './people.ts';
import { getPerson } from './session.server.ts';

/** An authenticated visitor: a signed-in person, the holder of a pay link, or a print station. */
export interface Visitor {
  readonly person: Person | null;
  readonly isStation: boolean;
}

/** The sender of the request; null without a valid session, station token or pay token. */
export async function getVisitor(): Promise<Visitor | null> {
  const person = await getPerson();
  if (person) return { person, isStation: false };
  if (await holdsStationToken()) return { person: null, isStation: true };
  const names = (await cookies()).getAll().map(({ name }) => name);
  for (const invoiceId of invoiceIdsOf(names))
    if (await holdsPayLink(invoiceId)) return { person: null, isStation: false };
  return null;
}

/** Whether a visitor may see and pay this invoice: as its owner, or with its pay link. */
export async function maySeeInvoice(visitor: Visitor | null, invoiceId: string): Promise<boolean> {
  if (!/^[1-9]\d{0,8}$/.test(invoiceId)) return false;
  if (visitor?.person && (await findOwnInvoice(Number(invoiceId), visitor.person.id))) return true;
  return holdsPayLink(invoiceId);
}

/** The signed-in person. @throws Problem 401 */
export async function requirePerson(): Promise<Person> {
  const person = await getPerson();
  if (!person) throw new Problem(401, 'Sign in first.');
  return person;
}

/** The signed-in administrator. @throws Problem 401 or 403 */
export async function requireAdmin(): Promise<Person> {
  const person = await requirePerson();
  if (person.role !== 'admin') throw new Problem(403, 'Only an administrator may do this.');
  return person;
}
