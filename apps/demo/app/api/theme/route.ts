import { cookies } from 'next/headers';
import { z } from 'zod';
import { readBody } from '@/server/requestBody';
import { route } from '@/server/route';
import { themeCookie, themes } from '@/shell/theme';

/** `POST { theme }`: keeps the choice of light or dark for a year. */
export const POST = route(async (request: Request) => {
  const { theme } = await readBody(request, z.strictObject({ theme: z.enum(themes) }));
  (await cookies()).set(themeCookie, theme, {
    path: '/',
    sameSite: 'lax',
    httpOnly: true,
    maxAge: 31_536_000,
  });
  return null;
});
