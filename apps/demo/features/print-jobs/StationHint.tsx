import { Card } from '@/ui/Card';

/** How to start a print station, and what to try with it. */
export function StationHint() {
  return (
    <Card aria-labelledby="station" className="grid gap-3 p-5 text-sm">
      <h2 id="station" className="font-medium">
        Start a print station
      </h2>
      <p className="text-ink-soft">In a second terminal:</p>
      <code className="rounded-lg bg-sunken px-3 py-2 font-mono text-xs">npm run print-station</code>
      <p className="text-pretty text-ink-soft">
        It is a Node process without a browser. Kill it, the demo or the protocol server while a ticket
        prints: no ticket is lost, and one that may already be on paper is printed as a REPRINT.
      </p>
    </Card>
  );
}
