import { failureSchema } from '@/lib/printJobs';
import { finishPrintJob } from '@/lib/server/printJobCommands';
import { readBody } from '@/lib/server/requestBody';
import { readId, route } from '@/lib/server/route';
import { requireStation } from '@/lib/server/stationToken';

/** `POST { claim, reason }`: the ticket could not be printed. */
export const POST = route(async (request: Request, { params }: RouteContext<'/api/print-jobs/[id]/fail'>) => {
  await requireStation();
  const { claim, reason } = await readBody(request, failureSchema);
  return finishPrintJob(readId((await params).id), claim, { status: 'failed', error: reason });
});
