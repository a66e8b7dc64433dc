import { completionSchema } from '@/lib/printJobs';
import { finishPrintJob } from '@/lib/server/printJobCommands';
import { readBody } from '@/lib/server/requestBody';
import { readId, route } from '@/lib/server/route';
import { requireStation } from '@/lib/server/stationToken';

/** `POST { claim }`: the ticket is printed. */
export const POST = route(
  async (request: Request, { params }: RouteContext<'/api/print-jobs/[id]/complete'>) => {
    await requireStation();
    const { claim } = await readBody(request, completionSchema);
    return finishPrintJob(readId((await params).id), claim, { status: 'completed' });
  },
);
