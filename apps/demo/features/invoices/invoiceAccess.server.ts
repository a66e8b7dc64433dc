import 'server-only';
import { Problem } from '../../server/problem.ts';
import { readId } from '../../server/route.ts';
import { getVisitor, maySeeInvoice, requirePerson } from '../session/visitor.server.ts';
import { findInvoice, findOwnInvoice, type Invoice } from './invoiceQueries.server.ts';

const missing = () => new Problem(404, 'You have no such invoice.');

/** The invoice with this id, if it belongs to the signed-in person. @throws Problem 401 or 404 */
export async function requireOwnInvoice(id: string): Promise<Invoice> {
  const person = await requirePerson();
  const invoice = await findOwnInvoice(readId(id), person.id);
  if (!invoice) throw missing();
  return invoice;
}

/** The invoice with this id, for its owner or the holder of its pay link. @throws Problem 401 or 404 */
export async function requirePayableInvoice(id: string): Promise<Invoice> {
  const visitor = await getVisitor();
  if (!(await maySeeInvoice(visitor, id))) {
    if (!visitor) throw new Problem(401, 'Open the pay link that came with the invoice.');
    throw missing();
  }
  const invoice = await findInvoice(readId(id));
  if (!invoice) throw missing();
  return invoice;
}
