import { useMutation } from '@tanstack/react-query';
import { dishes } from './channels.ts';
import { useRealtimeQuery } from './realtime.ts';

type Votes = Record<string, number>;

export function Poll() {
  const { data: votes = {}, mode } = useRealtimeQuery<Votes>({
    queryKey: ['votes'],
    queryFn: () => request('/api/votes'),
    live: 'poll',
    pollInterval: 5_000,
  });
  const vote = useMutation({
    mutationFn: (dish: string) => request('/api/votes', { method: 'POST', body: JSON.stringify({ dish }) }),
  });
  const total = Math.max(1, ...Object.values(votes));

  return (
    <main>
      <h1>What is for lunch?</h1>
      <p className="status">{mode}</p>
      {dishes.map((dish) => (
        <button key={dish} type="button" onClick={() => vote.mutate(dish)}>
          <span className="bar" style={{ width: `${(100 * (votes[dish] ?? 0)) / total}%` }} />
          <span className="label">
            {dish} <b>{votes[dish] ?? 0}</b>
          </span>
        </button>
      ))}
      {vote.error && <p role="alert">{vote.error.message}</p>}
    </main>
  );
}

async function request(url: string, init?: RequestInit) {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return response.status === 204 ? null : response.json();
}
