import { listDuePrintJobs, listPrintJobs } from '@/lib/server/printJobQueries';
import { route } from '@/lib/server/route';
import { holdsStationToken } from '@/lib/server/stationToken';
import { requirePerson } from '@/lib/server/visitor';

/** `GET`: for a print station the jobs it may take; for a person the newest ones. */
export const GET = route(async () => {
  if (await holdsStationToken()) return listDuePrintJobs();
  await requirePerson();
  return { jobs: await listPrintJobs() };
});
