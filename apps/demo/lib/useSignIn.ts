'use client';
import { useMutation } from '@tanstack/react-query';
import { usePathname, useRouter } from 'next/navigation';
import { callApi } from './api.ts';
import type { Person } from './people.ts';

/** Signs in as a person of the demo, or out with null, and shows the page anew with their eyes. */
export function useSignIn(destination?: string) {
  const router = useRouter();
  const path = usePathname();
  return useMutation({
    mutationFn: (person: Person | null) =>
      callApi(
        '/api/session',
        person ? { method: 'POST', body: { personId: person.id } } : { method: 'DELETE' },
      ),
    onSuccess: (_answer, person) => {
      // Another person's invoice is not found under one's own name.
      const next = destination ?? (path.startsWith('/app/invoices/') ? '/app/invoices' : undefined);
      if (!person && path.startsWith('/app')) router.push('/');
      else if (next) router.push(next);
      router.refresh();
    },
  });
}
