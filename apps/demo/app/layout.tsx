import './globals.css';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import { getPerson } from '@/features/session/session.server';
import { Providers } from '@/realtime/Providers';
import { readClientConfig } from '@/server/clientConfig';
import { readTheme, themeCookie } from '@/shell/theme';

export const metadata: Metadata = {
  title: { default: 'ChannelKit', template: '%s · ChannelKit' },
  description: 'Pages that update themselves: Pusher Channels for React, without missed changes.',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf8' },
    { media: '(prefers-color-scheme: dark)', color: '#0e0f11' },
  ],
};

/** The frame of every page. The client's connection settings come from the server as plain JSON, at request time. */
export default async function RootLayout({ children }: LayoutProps<'/'>) {
  const person = await getPerson();
  const theme = readTheme((await cookies()).get(themeCookie)?.value);
  const config = await readClientConfig();
  return (
    <html lang="en" className={GeistSans.variable} {...(theme !== 'system' && { 'data-theme': theme })}>
      <body>
        <Providers
          config={config}
          userId={person ? String(person.id) : null}
          hasOwnWebSocket={process.env.DEMO_TRANSPORT === 'websocket'}
        >
          {children}
        </Providers>
      </body>
    </html>
  );
}
