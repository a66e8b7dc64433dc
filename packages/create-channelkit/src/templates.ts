/** A template: the folder of its name in the repository's `examples`. */
export interface Template {
  readonly name: string;
  readonly title: string;
  readonly hint: string;
}

/** What can be created; the first one is the default. */
export const templates: readonly [Template, ...Template[]] = [
  {
    name: 'next-app-router',
    title: 'Next.js, App Router',
    hint: 'invoices that refresh themselves',
  },
  { name: 'vite-hono', title: 'Vite, React and Hono', hint: 'a lunch poll with TanStack Query' },
  { name: 'react-router', title: 'React Router', hint: "a kitchen's tickets with loaders and actions" },
  {
    name: 'presence-cursors',
    title: 'Presence and cursors',
    hint: 'who is here, and where they point; Vite, React and Hono',
  },
  {
    name: 'print-station',
    title: 'Print station',
    hint: 'a Node process that prints orders, without a browser',
  },
  {
    name: 'pusher-js-plain',
    title: 'Plain pusher-js',
    hint: 'HTML without a framework; ChannelKit on the server',
  },
];
