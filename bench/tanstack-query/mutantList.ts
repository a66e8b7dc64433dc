/** A rule of the bridge and the edit that breaks it. */
interface Mutant {
  readonly rule: string;
  /** Below packages/tanstack-query/src. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** One mutant for each rule by which the bridge keeps promises 8 and 24. */
export const mutants: Readonly<Record<string, Mutant>> = {
  trailing: {
    rule: 'fetch again when an older fetch has settled',
    file: 'freshness/queryFreshness.ts',
    from: '      this.#serve(tracked);\n    } else if',
    to: '      tracked.mark();\n    } else if',
  },
  running: {
    rule: 'data is as old as the begin of its read',
    file: 'freshness/trackedQuery.ts',
    from: 'const begin = this.running?.begin ?? longAgo;',
    to: 'const begin = now();',
  },
  remark: {
    rule: 'mark again what an older success or a manual write cleared',
    file: 'freshness/queryFreshness.ts',
    from: '      this.#serve(tracked);\n    } else if',
    to: '      if (this.#attached && !tracked.running) this.#queue.add(tracked);\n    } else if',
  },
  mark: {
    rule: 'mark at once',
    file: 'freshness/queryFreshness.ts',
    from: '    if (!tracked.owes) return;\n    tracked.mark();',
    to: '    if (!tracked.owes) return;',
  },
  retry: {
    rule: 'fetch again when a fetch has failed',
    file: 'freshness/queryFreshness.ts',
    from: "if (settled === 'error') plan.failed(timers.now(), timers.random());",
    to: "if (settled === 'error') return;",
  },
  catchUp: {
    rule: 'catch up when a channel goes live',
    file: 'freshness/queryFreshness.ts',
    from: 'for (const tracked of this.#watch.queries.find(target.filter)) this.#onGap(tracked, since, delay);',
    to: '',
  },
  baseline: {
    rule: 'compare data that appears later with the live channels',
    file: 'freshness/queryFreshness.ts',
    from: 'const since = this.#live.requiredSince(tracked.query);',
    to: 'const since = null as ReturnType<LiveTargets["requiredSince"]>;',
  },
  restored: {
    rule: 'a state put over the data has the age of its stamp, or none',
    file: 'freshness/trackedQuery.ts',
    from: 'this.#dataBegin = this.#beginOf(action, now().time);',
    to: '',
  },
  olderWrite: {
    rule: 'data written with an older date is older',
    file: 'freshness/trackedQuery.ts',
    from: 'if (state.dataUpdatedAt < this.#updatedAt) this.#dataBegin = longAgo;',
    to: '',
  },
  streamed: {
    rule: 'a promise that a server streams was read before it came',
    file: 'freshness/trackedQuery.ts',
    from: 'this.#call?.isBorrowed ? longAgo : begin',
    to: 'begin',
  },
  attach: {
    rule: 'a new bridge has not seen earlier events',
    file: 'queryBridge.ts',
    from: 'if (status.isLive) this.#onLive(',
    to: 'if (!status) this.#onLive(',
  },
  page: {
    rule: 'one more page renews no other page',
    file: 'freshness/trackedQuery.ts',
    from: 'const hasOtherPages = isPartial(meta) && state.data !== undefined;',
    to: 'const hasOtherPages = isPartial(meta) && false;',
  },
  overwritten: {
    rule: 'a patch that an older fetch overwrote becomes a fetch',
    file: 'freshness/queryFreshness.ts',
    from: 'if (settled) this.#checkPatch(tracked);',
    to: '',
  },
  notNewer: {
    rule: 'a payload that is not newer is not written',
    file: 'rules/patch.ts',
    from: 'if (!isNewer(old as TCached, data)) return { written: false };',
    to: 'isNewer(old as TCached, data);',
  },
  late: {
    rule: 'data written by hand is as old as what runs',
    file: 'freshness/queryFreshness.ts',
    from: '    tracked.age(oldest);\n',
    to: '',
  },
  rollback: {
    rule: 'a mutation may roll back to the data that it wrote over',
    file: 'refetching/pendingMutations.ts',
    from: 'return earlierOf(this.#begin, this.#overwrote.get(query) ?? this.#begin);',
    to: 'return earlierOf(this.#begin, this.#begin);',
  },
  shown: {
    rule: 'a query of a hidden page is fetched when it is shown',
    file: 'freshness/queryFreshness.ts',
    from: 'visibility.subscribe(() => this.#queue.nudge())',
    to: 'visibility.subscribe(() => {})',
  },
  observed: {
    rule: 'a query that nobody observed is fetched when somebody does',
    file: 'freshness/queryWatch.ts',
    from: "type.startsWith('observer')",
    to: "type.startsWith('nothing')",
  },
  released: {
    rule: 'a query that is held is served when the hold ends',
    file: 'freshness/queryFreshness.ts',
    from: 'if (this.#holds.recheck()) this.#queue.nudge();',
    to: '',
  },
  limit: {
    rule: 'nothing is held longer than maxHold',
    file: 'refetching/holds.ts',
    from: 'until: now + maxHold',
    to: 'until: now + 1e12',
  },
  linger: {
    rule: 'a disposed bridge watches older fetches to their end',
    file: 'freshness/queryWatch.ts',
    from: 'if (this.#lingering.size > 0 || !this.#stopCache) return;',
    to: 'this.#lingering.clear();\n    if (!this.#stopCache) return;',
  },
  silent: {
    rule: 'a fetch that was canceled silently has ended',
    file: 'freshness/queryWatch.ts',
    from: 'if (!running || !tracked.end(call)) return;',
    to: 'if (running || !running) return;',
  },
  settle: {
    rule: 'a read needs `settle` to see a write',
    file: 'freshness/queryFreshness.ts',
    from: 'time: time + this.#settings().settle',
    to: 'time',
  },
  recent: {
    rule: 'an event concerns a query made within `settle` of it',
    file: 'freshness/queryFreshness.ts',
    from: 'if (hit) this.#onHit(tracked, hit);',
    to: '',
  },
  order: {
    rule: 'moments that share a tick of the clock are ordered',
    file: 'freshness/moment.ts',
    from: 'a.time > b.time || (a.time === b.time && a.seq > b.seq)',
    to: 'a.time >= b.time',
  },
  ruleFails: {
    rule: 'rules that read data have catch-up keys',
    file: 'rules/defineQueryRules.ts',
    from: 'catchUp: catchUp ?? resolve',
    to: 'catchUp: catchUp ? () => [] : resolve',
  },
};
