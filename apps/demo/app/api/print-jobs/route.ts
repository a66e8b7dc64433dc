import { listDuePrintJobs, listPrintJobs } from '@/features/print-jobs/printJobQueries.server';
import { holdsStationToken } from '@/features/print-jobs/stationToken.server';
import { requirePerson } from '@/features/session/visitor.server';
import { route } from '@/server/route';

/** `GET`: for a print station the jobs it may take; for a person the newest ones. */
export const GET = route(async () => {
  if (await holdsStationToken()) return listDuePrintJobs();
  await requirePerson();
  return { jobs: await listPrintJobs() };
});
