import 'server-only';
import { cache } from 'react';
import { getPerson } from '../session/session.server.ts';
import { findOwnInvoice, type Invoice } from './invoiceQueries.server.ts';

/** The invoice in a page's address if it belongs to the signed-in person, else null. Read once per request. */
export const findShownInvoice = cache(async (id: string): Promise<Invoice | null> => {
  const person = await getPerson();
  return person && /^[1-9]\d{0,8}$/.test(id) ? findOwnInvoice(Number(id), person.id) : null;
});
