import { finishPrintJob } from '@/features/print-jobs/printJobCommands.server';
import { failureSchema } from '@/features/print-jobs/printJobs';
import { requireStation } from '@/features/print-jobs/stationToken.server';
import { readBody } from '@/server/requestBody';
import { readId, route } from '@/server/route';

/** `POST { claim, reason }`: the ticket could not be printed. */
export const POST = route(async (request: Request, { params }: RouteContext<'/api/print-jobs/[id]/fail'>) => {
  await requireStation();
  const { claim, reason } = await readBody(request, failureSchema);
  return finishPrintJob(readId((await params).id), claim, { status: 'failed', error: reason });
});
