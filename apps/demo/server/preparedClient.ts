import {
  type messages as backend,
  Mutex,
  type PGlite,
  parse,
  protocol,
  type QueryOptions,
  type Results,
  types,
} from '@electric-sql/pglite';

/** How many statements are kept prepared; the demo has fewer. */
const kept = 300;

interface Prepared {
  readonly name: string;
  /** What a statement returns; null if it returns no rows. */
  readonly fields: backend.RowDescriptionMessage | null;
}

const unparsed = (text: string): string => text;

/** Drizzle parses dates by itself. */
const datesAsText = {
  [types.TIMESTAMP]: unparsed,
  [types.TIMESTAMPTZ]: unparsed,
  [types.INTERVAL]: unparsed,
  [types.DATE]: unparsed,
};

const toText = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/**
 * The embedded PostgreSQL as drizzle's driver calls it. It parses and plans each statement once, and enters the engine once for
 * each call. PGlite's own `query` parses every time, enters the engine six times, and copies its table of parsers.
 */
export class PreparedClient {
  readonly #engine: PGlite;
  readonly #turn = new Mutex();
  readonly #prepared = new Map<string, Prepared>();
  // Made once: the engine has hundreds of parsers, and would copy them for every answer.
  readonly #parsers: PGlite['parsers'];
  #count = 0;

  constructor(engine: PGlite) {
    this.#engine = engine;
    this.#parsers = { ...engine.parsers, ...datesAsText };
  }

  /** Runs one statement, after whatever runs already. */
  query = (text: string, params: readonly unknown[] = [], options?: QueryOptions): Promise<Results> =>
    this.#turn.runExclusive(() => this.#run(text, params, options));

  /** Runs statements in one transaction; nothing else runs meanwhile. */
  transaction = <TResult>(work: (tx: Pick<PreparedClient, 'query'>) => Promise<TResult>): Promise<TResult> =>
    this.#turn.runExclusive(async () => {
      await this.#run('begin');
      let isOver = false;
      const query: PreparedClient['query'] = async (text, params, options) => {
        if (isOver) throw new Error('The transaction is over.');
        return this.#run(text, params, options);
      };
      try {
        const result = await work({ query });
        await this.#run('commit');
        return result;
      } catch (error) {
        await this.#run('rollback');
        throw error;
      } finally {
        isOver = true;
      }
    });

  #run(text: string, params: readonly unknown[] = [], options?: QueryOptions): Promise<Results> {
    const known = this.#prepared.get(text);
    const statement = known?.name ?? (this.#prepared.size < kept ? `s${++this.#count}` : '');
    const sent = [
      ...(known
        ? []
        : [
            protocol.serialize.parse({ name: statement, text }),
            protocol.serialize.describe({ type: 'S', name: statement }),
          ]),
      protocol.serialize.bind({ statement, values: params.map(toText) }),
      protocol.serialize.execute({}),
      protocol.serialize.sync(),
    ];
    // One statement at a time: PGlite keeps the answer to the current one.
    return this.#engine.runExclusive(async () => {
      const { messages } = await this.#engine.execProtocol(Buffer.concat(sent));
      if (!known && statement !== '') {
        const fields = messages.find(
          (message): message is backend.RowDescriptionMessage => message.name === 'rowDescription',
        );
        this.#prepared.set(text, { name: statement, fields: fields ?? null });
      }
      const answer = known?.fields ? [known.fields, ...messages] : messages;
      return (
        parse.parseResults(answer, this.#parsers, options?.rowMode && { rowMode: options.rowMode })[0] ?? {
          rows: [],
          fields: [],
        }
      );
    });
  }
}
