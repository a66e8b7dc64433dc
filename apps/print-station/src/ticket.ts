import type { PrintJob } from './demoAnswers.ts';

const width = 34;

const row = (text: string): string => `│ ${text.slice(0, width).padEnd(width)} │`;
const centered = (text: string): string => row(text.padStart(Math.floor((width + text.length) / 2)));
const ends = (left: string, right: string): string =>
  row(left + right.padStart(Math.max(1, width - left.length)));

/** Removes control characters: a name must not control a terminal or printer. */
const plain = (text: string): string => text.replace(/\p{C}/gu, ' ');

/** The lines of a ticket. A reprint says so at the top. */
export function ticket(job: PrintJob, reprint: boolean): string[] {
  return [
    `┌${'─'.repeat(width + 2)}┐`,
    ...(reprint ? [centered('*** REPRINT ***')] : []),
    ends(`Order #${job.orderNumber}`, `Table ${job.tableNumber}`),
    ends(`${job.orderedAt.slice(11, 16)} UTC`, `job ${job.id}`),
    `├${'─'.repeat(width + 2)}┤`,
    ...job.items.map(({ name, quantity }) => row(`${String(quantity).padStart(2)} × ${plain(name)}`)),
    `└${'─'.repeat(width + 2)}┘`,
  ];
}
