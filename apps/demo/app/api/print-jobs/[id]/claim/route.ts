import { claimSchema } from '@/lib/printJobs';
import { claimPrintJob } from '@/lib/server/printJobCommands';
import { readBody } from '@/lib/server/requestBody';
import { readId, route } from '@/lib/server/route';
import { requireStation } from '@/lib/server/stationToken';

/** `POST { claim, station }`: takes a job for 30 seconds; 409 while another claim has it. */
export const POST = route(
  async (request: Request, { params }: RouteContext<'/api/print-jobs/[id]/claim'>) => {
    await requireStation();
    return claimPrintJob(readId((await params).id), await readBody(request, claimSchema));
  },
);
