'use client';
import { useMutation } from '@tanstack/react-query';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useTransition } from 'react';
import { callApi } from '../../http/callApi.ts';
import type { Person } from './people.ts';
import { identityChange } from './userIdCookie.ts';

/** Signs in as a person, or out with null, and reloads the page's data for them. The page is hidden until then. */
export function useSignIn(destination?: string) {
  const router = useRouter();
  const path = usePathname();
  const [isMoving, move] = useTransition();
  const signIn = useMutation({
    mutationFn: (person: Person | null) =>
      callApi(
        '/api/session',
        person ? { method: 'POST', body: { personId: person.id } } : { method: 'DELETE' },
      ),
    onSuccess: (_answer, person) => {
      // The new person cannot see the invoice that is open.
      const next = destination ?? (path.startsWith('/app/invoices/') ? '/app/invoices' : undefined);
      window.dispatchEvent(new Event(identityChange));
      move(() => {
        if (!person && path.startsWith('/app')) router.push('/');
        else if (next) router.push(next);
        router.refresh();
      });
    },
  });
  const isChanging = signIn.isPending || isMoving;
  useEffect(() => {
    if (!isChanging) return;
    const { dataset } = document.documentElement;
    dataset.identity = 'changing';
    return () => void delete dataset.identity;
  }, [isChanging]);
  return signIn;
}
