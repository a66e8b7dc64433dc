const stepsOf = (canStopServer: boolean) => [
  {
    title: 'Open one invoice twice',
    text: 'Once as its owner, and once through its pay link in a private window, as a customer without an account.',
  },
  {
    title: 'Pay it in one window',
    text: 'The status, list and totals in the other window update, and each change lights up.',
  },
  canStopServer
    ? {
        title: 'Now cut the connection',
        text: 'While signed in, open “Chaos” at the top (on a phone: in the menu) and choose “Stop the server for 8 s”. No event gets through. Pay again. When the connection is back, each page gets exactly what it missed. Or choose “Lose the next event”, and watch the page come right.',
      }
    : {
        title: 'Now take one window offline',
        text: 'Pay again in the other. When the connection is back, the page gets exactly what it missed.',
      },
];

/** Three steps that show what the demo is about. */
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
