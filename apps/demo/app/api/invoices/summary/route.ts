import { summarizeInvoices } from '@/lib/server/invoiceQueries';
import { route } from '@/lib/server/route';
import { requirePerson } from '@/lib/server/visitor';

/** `GET`: the figures over the invoices of whoever is signed in. */
export const GET = route(async () => summarizeInvoices((await requirePerson()).id));
