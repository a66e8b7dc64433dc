import { finishPrintJob } from '@/features/print-jobs/printJobCommands.server';
import { completionSchema } from '@/features/print-jobs/printJobs';
import { requireStation } from '@/features/print-jobs/stationToken.server';
import { readBody } from '@/server/requestBody';
import { readId, route } from '@/server/route';

/** `POST { claim }`: the ticket is printed. */
export const POST = route(
  async (request: Request, { params }: RouteContext<'/api/print-jobs/[id]/complete'>) => {
    await requireStation();
    const { claim } = await readBody(request, completionSchema);
    return finishPrintJob(readId((await params).id), claim, { status: 'completed' });
  },
);
