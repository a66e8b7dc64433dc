'use client';
import { ArrowRight } from 'lucide-react';
import { Avatar } from '@/ui/Avatar';
import { Card } from '@/ui/Card';
import type { Person } from './people.ts';
import { useSignIn } from './useSignIn.ts';

interface PersonChoiceProps {
  readonly people: readonly Person[];
  readonly destination: string;
}

const roleWords = { owner: 'Owner', agent: 'Support agent', admin: 'Administrator' } as const;

/** The people of the demo. A click signs in as one of them. */
export function PersonChoice({ people, destination }: PersonChoiceProps) {
  const signIn = useSignIn(destination);
  return (
    <>
      <Card className="divide-y overflow-hidden">
        {people.map((person) => (
          <button
            key={person.id}
            type="button"
            aria-disabled={signIn.isPending}
            onClick={() => {
              if (!signIn.isPending) signIn.mutate(person);
            }}
            className="group flex w-full items-center gap-3.5 px-4 py-3.5 text-left transition-colors hover:bg-sunken focus-visible:-outline-offset-2 sm:px-5"
          >
            <Avatar name={person.name} className="size-10 text-sm" />
            <span className="grid flex-1">
              <span className="font-medium text-sm">{person.name}</span>
              <span className="text-ink-faint text-xs">
                {person.business} · {roleWords[person.role]}
              </span>
            </span>
            <ArrowRight
              aria-hidden
              className="size-4 text-ink-faint transition-transform group-hover:translate-x-0.5"
            />
          </button>
        ))}
      </Card>
      {signIn.error && (
        <p role="alert" className="mt-4 text-bad text-sm">
          {signIn.error.message}
        </p>
      )}
    </>
  );
}
