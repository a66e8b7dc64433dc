'use client';
import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

const itemClasses =
  'relative flex w-full select-none items-center gap-2.5 rounded-lg px-2.5 py-2 text-left text-sm outline-none data-[highlighted]:bg-sunken data-[disabled]:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0';

/** A menu under a button. */
export function Menu({
  trigger,
  children,
  align = 'end',
  side = 'bottom',
  onOpen,
}: {
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
  readonly side?: 'bottom' | 'top';
  /** Called whenever it opens. */
  readonly onOpen?: () => void;
}) {
  return (
    <DropdownMenu.Root modal={false} onOpenChange={(open) => open && onOpen?.()}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          side={side}
          sideOffset={8}
          collisionPadding={12}
          className="z-50 min-w-52 animate-fade rounded-xl border bg-surface p-1.5 shadow-float"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** One action of a {@link Menu}. */
export function MenuItem({ className, ...rest }: ComponentProps<typeof DropdownMenu.Item>) {
  return <DropdownMenu.Item className={cn(itemClasses, className)} {...rest} />;
}

/** A set of choices in a {@link Menu}, one of which is selected. */
export const MenuChoices: typeof DropdownMenu.RadioGroup = DropdownMenu.RadioGroup;

/** One choice; the selected one has a check mark. */
export function MenuChoice({ className, children, ...rest }: ComponentProps<typeof DropdownMenu.RadioItem>) {
  return (
    <DropdownMenu.RadioItem className={cn(itemClasses, 'pr-9', className)} {...rest}>
      {children}
      <DropdownMenu.ItemIndicator className="absolute right-2.5">
        <Check />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.RadioItem>
  );
}

/** A heading inside a {@link Menu}. */
export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return <DropdownMenu.Label className="eyebrow px-2.5 pt-1.5 pb-1">{children}</DropdownMenu.Label>;
}

/** A line between two groups of a {@link Menu}. */
export function MenuSeparator() {
  return <DropdownMenu.Separator className="-mx-1.5 my-1.5 h-px bg-line" />;
}
