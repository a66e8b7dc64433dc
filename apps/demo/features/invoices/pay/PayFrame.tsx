import type { ReactNode } from 'react';
import { NotificationMenu } from '@/features/notifications/NotificationMenu';
import { ConnectionMark } from '@/realtime/ConnectionMark';
import { Brand } from '@/shell/Brand';
import { ThemeMenu } from '@/shell/ThemeMenu';
import type { Theme } from '@/shell/theme';

/** The frame of the pay page: no navigation, one task. */
export function PayFrame({ theme, children }: { readonly theme: Theme; readonly children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh max-w-2xl flex-col px-4 sm:px-6">
      <header className="flex h-16 items-center justify-between">
        <Brand />
        <div className="flex items-center gap-1">
          <ConnectionMark />
          <NotificationMenu />
          <ThemeMenu initial={theme} />
        </div>
      </header>
      <main className="flex-1 pt-6 pb-16 sm:pt-12">{children}</main>
    </div>
  );
}
