import { newInvoiceSchema } from '@/lib/invoices';
import { createInvoice } from '@/lib/server/invoiceCommands';
import { listInvoices } from '@/lib/server/invoiceQueries';
import { readBody } from '@/lib/server/requestBody';
import { route } from '@/lib/server/route';
import { requirePerson } from '@/lib/server/visitor';

/** `GET`: the invoices of whoever is signed in, newest first. */
export const GET = route(async () => ({ invoices: await listInvoices((await requirePerson()).id) }));

/** `POST`: writes a new invoice; answers 201 with its id. */
export const POST = route(async (request: Request) => {
  const person = await requirePerson();
  const { id, number } = await createInvoice(person.id, await readBody(request, newInvoiceSchema));
  return Response.json({ id, number }, { status: 201, headers: { Location: `/app/invoices/${id}` } });
});
