'use client';
import { Menu as MenuIcon } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import type { Person } from '@/features/session/people';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { NavLinks } from './NavLinks.tsx';

/** The sidebar as a sheet, for narrow screens. Stays open until the chosen page has loaded. */
export function PhoneMenu({
  person,
  children,
}: {
  readonly person: Person | null;
  readonly children: ReactNode;
}) {
  const path = usePathname();
  const [openOn, setOpenOn] = useState<string | null>(null);
  const setOpen = (open: boolean) => setOpenOn(open ? path : null);
  if (openOn !== null && openOn !== path) setOpen(false);
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
        open={openOn === path}
        onOpenChange={setOpen}
        side="left"
        title="ChannelKit"
        description="Pages and person"
      >
        <NavLinks person={person} onStay={() => setOpen(false)} />
        <div className="mt-auto pt-6">{children}</div>
      </Dialog>
    </>
  );
}
