import { summarizeInvoices } from '@/features/invoices/invoiceQueries.server';
import { requirePerson } from '@/features/session/visitor.server';
import { route } from '@/server/route';

/** `GET`: the figures over the invoices of whoever is signed in. */
export const GET = route(async () => summarizeInvoices((await requirePerson()).id));
