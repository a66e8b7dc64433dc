import type { InvoiceStatus } from './invoices.ts';

interface SeedInvoice {
  /** Index into `seedPeople`. */
  readonly person: number;
  readonly customer: string;
  readonly email: string;
  readonly status: InvoiceStatus;
  /** Days from the day of seeding; negative is the past. */
  readonly issued: number;
  readonly due: number;
  readonly paid?: number;
  readonly note?: string;
  readonly lines: readonly { description: string; quantity: number; unitCents: number }[];
}

const line = (description: string, quantity: number, unitCents: number) => ({
  description,
  quantity,
  unitCents,
});

/** The invoices of a fresh demo, oldest first. */
export const seedInvoices: readonly SeedInvoice[] = [
  {
    person: 0,
    customer: 'Northgate Clinic',
    email: 'accounts@northgate.example',
    status: 'paid',
    issued: -48,
    due: -18,
    paid: -21,
    lines: [line('Vaccine cold boxes', 6, 18_400), line('Courier, temperature controlled', 2, 9_500)],
  },
  {
    person: 0,
    customer: 'St Brannoc Care Home',
    email: 'finance@stbrannoc.example',
    status: 'paid',
    issued: -40,
    due: -10,
    paid: -12,
    lines: [line('Monthly dosette packs', 84, 1_150)],
  },
  {
    person: 0,
    customer: 'Wexford Veterinary',
    email: 'office@wexfordvets.example',
    status: 'overdue',
    issued: -37,
    due: -7,
    note: 'Second reminder sent.',
    lines: [line('Antiseptic solution, 5 l', 12, 3_890), line('Sterile gloves, box of 100', 30, 1_240)],
  },
  {
    person: 0,
    customer: 'Harbour Street School',
    email: 'bursar@harbourstreet.example',
    status: 'open',
    issued: -12,
    due: 18,
    lines: [line('First aid kits, refilled', 14, 4_250)],
  },
  {
    person: 0,
    customer: 'Lumen Physiotherapy',
    email: 'hello@lumenphysio.example',
    status: 'open',
    issued: -6,
    due: 24,
    note: 'Deliver to the side entrance before nine.',
    lines: [line('Cold therapy wraps', 40, 1_875), line('Kinesiology tape, roll', 120, 640)],
  },
  {
    person: 0,
    customer: 'Seaview Dental',
    email: 'practice@seaviewdental.example',
    status: 'open',
    issued: -2,
    due: 28,
    lines: [line('Local anaesthetic, carpules', 10, 6_230), line('Disposal of sharps, quarterly', 1, 14_000)],
  },
  {
    person: 1,
    customer: 'Orchard Weddings',
    email: 'bookings@orchardweddings.example',
    status: 'paid',
    issued: -30,
    due: 0,
    paid: -9,
    lines: [line('Evening menu, per guest', 96, 4_800)],
  },
  {
    person: 1,
    customer: 'Kestrel Studios',
    email: 'ap@kestrel.example',
    status: 'open',
    issued: -8,
    due: 22,
    lines: [line('Crew lunch, four days', 4, 38_500), line('Coffee service', 4, 9_200)],
  },
  {
    person: 1,
    customer: 'Riverside Council',
    email: 'payables@riverside.example',
    status: 'overdue',
    issued: -44,
    due: -14,
    lines: [line('Reception for 120', 1, 264_000)],
  },
  {
    person: 2,
    customer: 'Peak Performance Ltd',
    email: 'team@peak.example',
    status: 'open',
    issued: -4,
    due: 26,
    lines: [line('Coaching seats, monthly', 25, 2_900)],
  },
];
