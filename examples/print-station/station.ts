import { createRealtimeClient } from '@channelkit/core';
import { webSocketTransport } from '@channelkit/core/websocket';
import { channels, jobSchema } from './channels.ts';

const api = `${process.env.SERVER_URL ?? 'http://localhost:8787'}/api/station`;
const headers = { Authorization: `Bearer ${process.env.STATION_TOKEN ?? 'local-station'}` };

const client = createRealtimeClient({
  ...(await request('/config')),
  channels,
  transport: webSocketTransport(),
  auth: { endpoint: `${api}/auth`, headers },
});
const lease = client.acquire('private-print-jobs');
lease.on('job.created', printJobs);
lease.status.subscribe(() => {
  const { isLive, error } = lease.status.getSnapshot();
  if (error) console.error(error.message);
  if (isLive) printJobs(); // whatever was ordered while this station was away
});

let printing = Promise.resolve();

/** One after another, so that no ticket is printed twice. */
function printJobs(): void {
  printing = printing.then(printOpenJobs).catch((error: Error) => console.error(error.message));
}

async function printOpenJobs(): Promise<void> {
  for (const { id, text } of jobSchema.array().parse(await request('/jobs'))) {
    console.log(`┌──────────────\n│ Order ${id}\n│ ${text}\n└──────────────`); // here a printer prints
    await request(`/jobs/${id}/printed`, { method: 'POST' });
  }
}

async function request(path: string, init?: RequestInit) {
  const response = await fetch(api + path, { ...init, headers });
  if (!response.ok) throw new Error(`${api}${path} answered ${response.status}.`);
  return response.status === 204 ? null : response.json();
}
