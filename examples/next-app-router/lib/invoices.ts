export interface Invoice {
  readonly id: number;
  readonly customer: string;
  readonly amount: number;
  readonly isPaid: boolean;
}

const customers = ['Corner Café', 'Green Grocer', 'Harbor Books', 'Night Kitchen', 'Old Mill'];

/** Stands for your database. On globalThis, because Next may load a module more than once. */
const store = globalThis as { invoices?: Map<number, Invoice> };
store.invoices ??= new Map(
  customers.map((customer, index) => [
    index + 1,
    { id: index + 1, customer, amount: 120 + 85 * index, isPaid: false },
  ]),
);
const invoices = store.invoices;

export async function listInvoices(): Promise<Invoice[]> {
  return [...invoices.values()];
}

export async function markPaid(id: number): Promise<void> {
  const invoice = invoices.get(id);
  if (!invoice) throw new Error(`There is no invoice ${id}.`);
  invoices.set(id, { ...invoice, isPaid: true });
}
