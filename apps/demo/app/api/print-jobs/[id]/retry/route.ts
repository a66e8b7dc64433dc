import { printAgain } from '@/features/print-jobs/printJobCommands.server';
import { requirePerson } from '@/features/session/visitor.server';
import { countUse } from '@/server/rateLimit';
import { readId, route } from '@/server/route';

/** `POST`: a person has a finished job printed once more. */
export const POST = route(
  async (_request: Request, { params }: RouteContext<'/api/print-jobs/[id]/retry'>) => {
    await countUse('change', (await requirePerson()).id);
    return printAgain(readId((await params).id));
  },
);
