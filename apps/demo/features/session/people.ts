/** What a person of the demo may do: `owner` runs a business, `agent` answers chats, `admin` changes settings. */
export const roles = ['owner', 'agent', 'admin'] as const;
export type Role = (typeof roles)[number];

/** A person as pages see one. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly business: string;
  readonly role: Role;
}
