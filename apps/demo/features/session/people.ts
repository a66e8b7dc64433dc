/** The roles: an `owner` runs a business, an `agent` answers chats, an `admin` changes settings. */
export const roles = ['owner', 'agent', 'admin'] as const;
export type Role = (typeof roles)[number];

/** A person of the demo. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly business: string;
  readonly role: Role;
}
