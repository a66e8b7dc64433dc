import { Form, useRevalidator } from 'react-router';
import { pusher } from '../pusher.server';
import { useChannel, useLiveRefresh } from '../realtime';
import { listTickets, moveTicket } from '../tickets.server';
import type { Route } from './+types/home';

export const meta: Route.MetaFunction = () => [{ title: 'Kitchen' }];

export const loader = async () => ({ tickets: await listTickets() });

export async function action({ request }: Route.ActionArgs) {
  const id = Number((await request.formData()).get('id'));
  await moveTicket(id);
  await pusher.trigger('private-kitchen', 'ticket.moved', { id });
  return null;
}

export default function Home({ loaderData }: Route.ComponentProps) {
  const { revalidate } = useRevalidator();
  const { isLive } = useChannel('private-kitchen');
  // after events, after anything that may have been missed, and once when the channel is first live
  useLiveRefresh('private-kitchen', revalidate);

  return (
    <main>
      <h1>Kitchen</h1>
      <p className="status">{isLive ? 'live' : 'connecting …'}</p>
      {loaderData.tickets.map(({ id, dish, step }) => (
        <Form key={id} method="post" className={step}>
          <span>{dish}</span>
          <b>{step}</b>
          <button type="submit" name="id" value={id}>
            Next
          </button>
        </Form>
      ))}
    </main>
  );
}
