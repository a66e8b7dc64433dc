'use client';
import { usePusherEvent } from '@/realtime/realtime';
import { Card } from '@/ui/Card';
import { Pulse } from '@/ui/Pulse';
import { useNotice } from '@/ui/Toasts';
import { PUSHER_EVENTS } from './pusherEvents.ts';

/** The three forms of the hook: with state, with a callback, and on the current user's channel by default. */
export function PusherExample({ name }: { readonly name: string }) {
  const notify = useNotice();
  const { data, userId } = usePusherEvent(PUSHER_EVENTS.NOTIFICATION);
  const { data: prescription } = usePusherEvent(PUSHER_EVENTS.PRESCRIPTION_UPDATED);
  usePusherEvent(PUSHER_EVENTS.NEW_ORDER, ({ orderId, items }) =>
    notify({ title: `New order ${orderId}`, body: `${items} items` }),
  );
  return (
    <Card aria-labelledby="example" className="overflow-hidden">
      <div className="grid gap-1 border-b px-5 py-3.5">
        <h2 id="example" className="font-medium text-sm">
          PusherExample
        </h2>
        <p className="text-ink-soft text-xs">
          A component to copy. It shows the latest event and reacts to others with a message.
        </p>
      </div>
      <dl className="grid divide-y text-sm">
        <div className="flex justify-between gap-4 px-5 py-3">
          <dt className="text-ink-soft">Listening as</dt>
          <dd className="figures" data-user={userId}>
            {userId ? `${name}, user ${userId}` : 'nobody'}
          </dd>
        </div>
        <div className="flex justify-between gap-4 px-5 py-3">
          <dt className="text-ink-soft">Last notification</dt>
          <dd className="-mx-1.5 -my-0.5 min-w-0 truncate px-1.5 py-0.5" data-last-notification>
            <Pulse on={data?.id ?? null}>{data?.title ?? 'none yet'}</Pulse>
          </dd>
        </div>
        <div className="flex justify-between gap-4 px-5 py-3">
          <dt className="text-ink-soft">Last prescription</dt>
          <dd className="-mx-1.5 -my-0.5 min-w-0 truncate px-1.5 py-0.5" data-last-prescription>
            <Pulse on={prescription?.id ?? null}>
              {prescription ? `${prescription.prescriptionId}, ${prescription.status}` : 'none yet'}
            </Pulse>
          </dd>
        </div>
      </dl>
    </Card>
  );
}
