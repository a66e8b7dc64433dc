import { claimPrintJob } from '@/features/print-jobs/printJobCommands.server';
import { claimSchema } from '@/features/print-jobs/printJobs';
import { requireStation } from '@/features/print-jobs/stationToken.server';
import { readBody } from '@/server/requestBody';
import { readId, route } from '@/server/route';

/** `POST { claim, station }`: takes a job for 30 seconds; 409 while another claim has it. */
export const POST = route(
  async (request: Request, { params }: RouteContext<'/api/print-jobs/[id]/claim'>) => {
    await requireStation();
    return claimPrintJob(readId((await params).id), await readBody(request, claimSchema));
  },
);
