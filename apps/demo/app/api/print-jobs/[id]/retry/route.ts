import { printAgain } from '@/lib/server/printJobCommands';
import { readId, route } from '@/lib/server/route';
import { requirePerson } from '@/lib/server/visitor';

/** `POST`: a person has a finished job printed once more. */
export const POST = route(
  async (_request: Request, { params }: RouteContext<'/api/print-jobs/[id]/retry'>) => {
    await requirePerson();
    return printAgain(readId((await params).id));
  },
);
