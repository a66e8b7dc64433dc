const stepsOf = (canStopServer: boolean) => [
  {
    title: 'Open one invoice twice',
    text: 'Once as its owner, once by its pay link in a private window, as the customer who has no account.',
  },
  {
    title: 'Pay it in one window',
    text: 'Status, list and figures of the other follow. What changed lights up for a moment.',
  },
  canStopServer
    ? {
        title: 'Now cut the connection',
        text: 'Signed in, open “Chaos” at the top (on a phone: in the menu) and choose “Stop the server for 8 s”: no event gets through. Pay again. When the connection is back, each page fetches exactly what it missed, once.',
      }
    : {
        title: 'Now take one window offline',
        text: 'Pay again in the other. When the connection is back, the page fetches exactly what it missed, once.',
      },
];

/** Three things to do that show what this is about. */
export function Steps({ canStopServer }: { readonly canStopServer: boolean }) {
  return (
    <section aria-labelledby="steps" className="border-t py-10">
      <h2 id="steps" className="sr-only">
        Try it
      </h2>
      <ol className="grid gap-8 sm:grid-cols-3">
        {stepsOf(canStopServer).map(({ title, text }, index) => (
          <li key={title} className="grid content-start gap-1.5">
            <span aria-hidden className="figures mb-2 font-mono text-ink-faint text-xs">
              {index + 1}
            </span>
            <h3 className="font-medium">{title}</h3>
            <p className="text-pretty text-ink-soft text-sm leading-relaxed">{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
