export interface Order {
  readonly id: number;
  readonly status: string;
}

/** The page's data as the application's own API has it. */
export async function fetchOrder(id: number): Promise<Order> {
  return (await fetch(`/api/orders/${id}`)).json();
}
