'use client';
import { Menu as MenuIcon } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import type { Person } from '@/lib/people';
import { NavLinks } from './NavLinks.tsx';

/** The sidebar as a sheet, for narrow screens. */
export function PhoneMenu({
  person,
  children,
}: {
  readonly person: Person | null;
  readonly children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        look="quiet"
        size="icon"
        aria-label="Open menu"
        onClick={() => setOpen(true)}
        className="-ml-2 lg:hidden"
      >
        <MenuIcon />
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        side="left"
        title="ChannelKit"
        description="Pages and person"
      >
        <NavLinks person={person} onFollow={() => setOpen(false)} />
        <div className="mt-auto pt-6">{children}</div>
      </Dialog>
    </>
  );
}
