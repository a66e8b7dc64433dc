/** Requests in the name of one of the demo's people. */
export class Person {
  readonly url: string;
  readonly cookie: string;

  private constructor(url: string, cookie: string) {
    this.url = url;
    this.cookie = cookie;
  }

  static async signIn(url: string, personId: number): Promise<Person> {
    const answer = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ personId }),
    });
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    return new Person(url, cookies.join('; '));
  }

  /** Sends an order to the kitchen; its id. */
  async order(tableNumber: number): Promise<number> {
    const answer = await fetch(`${this.url}/api/orders`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: this.cookie },
      body: JSON.stringify({ tableNumber, items: [{ name: 'Still water', quantity: 1 }] }),
    });
    if (!answer.ok) throw new Error(`The order was answered with ${answer.status}.`);
    return ((await answer.json()) as { id: number }).id;
  }

  async get(path: string): Promise<unknown> {
    const answer = await fetch(`${this.url}${path}`, { headers: { Cookie: this.cookie } });
    if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}.`);
    return answer.json();
  }
}
