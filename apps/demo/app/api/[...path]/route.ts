import { Problem } from '@/server/problem';
import { route } from '@/server/route';

const notFound = route(async () => {
  throw new Problem(404, 'There is nothing under this address.');
});

/** Any address of the API that leads nowhere: problem details, not a page. */
export { notFound as DELETE, notFound as GET, notFound as PATCH, notFound as POST, notFound as PUT };
