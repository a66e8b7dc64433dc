'use server';
import { markPaid } from '@/lib/invoices';
import { pusher } from '@/lib/pusher';

export async function pay(id: number): Promise<void> {
  await markPaid(id);
  await pusher.trigger('private-invoices', 'invoice.paid', { id });
}
