const steps = ['waiting', 'cooking', 'ready'] as const;

export interface Ticket {
  readonly id: number;
  readonly dish: string;
  readonly step: (typeof steps)[number];
}

const dishes = ['Noodle soup', 'Two tacos', 'Garden salad', 'Pancakes'];

/** Stands for your database. */
let tickets: Ticket[] = dishes.map((dish, index) => ({ id: index + 1, dish, step: 'waiting' }));

export async function listTickets(): Promise<Ticket[]> {
  return tickets;
}

/** Moves a ticket one step on; from the last step back to the first. */
export async function moveTicket(id: number): Promise<void> {
  tickets = tickets.map((ticket) =>
    ticket.id === id
      ? { ...ticket, step: steps[(steps.indexOf(ticket.step) + 1) % steps.length] ?? 'waiting' }
      : ticket,
  );
}
