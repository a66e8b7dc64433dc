import { createInvoice } from '@/features/invoices/invoiceCommands.server';
import { listInvoices } from '@/features/invoices/invoiceQueries.server';
import { newInvoiceSchema } from '@/features/invoices/invoices';
import { requirePerson } from '@/features/session/visitor.server';
import { countUse } from '@/server/rateLimit';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';

/** `GET`: the invoices of whoever is signed in, newest first. */
export const GET = route(async () => ({ invoices: await listInvoices((await requirePerson()).id) }));

/** `POST`: writes a new invoice; answers 201 with its id. */
export const POST = route(async (request: Request) => {
  const person = await requirePerson();
  await countUse('change', person.id);
  const { id, number } = await createInvoice(person.id, await readBody(request, newInvoiceSchema));
  return Response.json({ id, number }, { status: 201, headers: { Location: `/app/invoices/${id}` } });
});
