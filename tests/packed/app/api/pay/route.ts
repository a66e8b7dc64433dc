import { channels } from '../../../lib/channels';
import { pusher } from '../../../lib/pusher';

export async function POST(): Promise<Response> {
  const channel = channels.name('private-invoice.{invoiceId}', { invoiceId: '7' });
  const sent = await pusher.trigger(channel, 'payment.received', { invoiceId: '7', amount: 120 });
  return Response.json({ ok: sent.ok }, { status: sent.ok ? 200 : 502 });
}
