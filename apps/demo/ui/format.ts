const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });
const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const timeFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** An amount in cents as text, like "€1,240.00". */
export const formatMoney = (cents: number): string => euros.format(cents / 100);

/** A calendar day like "21 Nov 2026", the same on the server and in every browser. */
export const formatDay = (iso: string): string => dayFormat.format(new Date(iso));

/** A time like "21 Nov, 05:13", in UTC. */
export const formatMoment = (iso: string): string => timeFormat.format(new Date(iso));

const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

/** The time of day like "05:13", in UTC. */
export const formatClock = (iso: string): string => clockFormat.format(new Date(iso));
