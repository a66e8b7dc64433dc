'use client';
import { ChevronsUpDown, LogOut } from 'lucide-react';
import Link from 'next/link';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { Menu, MenuChoice, MenuChoices, MenuItem, MenuLabel, MenuSeparator } from '@/ui/Menu';
import type { Person } from './people.ts';
import { useSignIn } from './useSignIn.ts';

interface PersonMenuProps {
  readonly person: Person | null;
  readonly people: readonly Person[];
}

/** The signed-in person, and a menu to switch to another. */
export function PersonMenu({ person, people }: PersonMenuProps) {
  const signIn = useSignIn();
  if (!person)
    return (
      <Button look="plain" asChild className="w-full">
        <Link href="/sign-in">Sign in</Link>
      </Button>
    );
  return (
    <Menu
      align="start"
      side="top"
      trigger={
        <button
          type="button"
          aria-disabled={signIn.isPending}
          className="flex w-full items-center gap-2.5 rounded-lg p-1.5 text-left hover:bg-sunken"
        >
          <Avatar name={person.name} />
          <span className="grid min-w-0 flex-1">
            <span className="truncate font-medium text-sm">{person.name}</span>
            <span className="truncate text-ink-faint text-xs">{person.business}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
          <span className="sr-only">Switch person</span>
        </button>
      }
    >
      <MenuLabel>Continue as</MenuLabel>
      <MenuChoices
        value={String(person.id)}
        onValueChange={(value) => signIn.mutate(people.find(({ id }) => String(id) === value) ?? null)}
      >
        {people.map((choice) => (
          <MenuChoice key={choice.id} value={String(choice.id)}>
            <Avatar name={choice.name} className="size-7 text-[0.625rem]" />
            <span className="grid">
              {choice.name}
              <span className="text-ink-faint text-xs">{choice.business}</span>
            </span>
          </MenuChoice>
        ))}
      </MenuChoices>
      <MenuSeparator />
      <MenuItem onSelect={() => signIn.mutate(null)}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  );
}
