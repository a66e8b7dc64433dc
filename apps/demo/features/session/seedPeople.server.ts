import type { Person } from './people.ts';

/** Who may sign in to a fresh demo. */
export const seedPeople: readonly Omit<Person, 'id'>[] = [
  { name: 'Ada Okafor', email: 'ada@harbourpharmacy.example', business: 'Harbour Pharmacy', role: 'owner' },
  { name: 'Milo Hartmann', email: 'milo@tabletrack.example', business: 'Table & Track', role: 'owner' },
  { name: 'Nora Lindqvist', email: 'nora@coachpro.example', business: 'CoachPro Support', role: 'agent' },
  { name: 'Idris Vale', email: 'idris@channelkit.example', business: 'Operations', role: 'admin' },
];
