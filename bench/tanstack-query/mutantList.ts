/** A rule of the bridge and the edit that breaks it. */
interface Mutant {
  readonly rule: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** One mutant for each rule by which the bridge keeps promise 8. */
export const mutants: Readonly<Record<string, Mutant>> = {
  trailing: {
    rule: 'fetch once more when an older fetch has settled',
    file: 'queryFreshness.ts',
    from: 'if (settled && entry.wantsFetch && this.#attached) this.#queue.add(entry);',
    to: '',
  },
  running: {
    rule: 'a running fetch is as old as its begin',
    file: 'queryRecord.ts',
    from: 'this.dataBegin = this.running?.begin ?? longAgo',
    to: 'this.dataBegin = now()',
  },
  remark: {
    rule: 'mark again what an older success or a manual write cleared',
    file: 'queryFreshness.ts',
    from: '    entry.mark();\n    // The mark remains',
    to: '    // The mark remains',
  },
  mark: {
    rule: 'mark at once',
    file: 'queryFreshness.ts',
    from: 'entry.wantsFetch = true;\n    entry.mark();',
    to: 'entry.wantsFetch = true;',
  },
  catchUp: {
    rule: 'catch up when a channel goes live',
    file: 'queryBridge.ts',
    from: 'if (since !== null) this.#freshness.onGap',
    to: 'if (since === undefined) this.#freshness.onGap',
  },
  age: {
    rule: 'restored data is older than the live channel',
    file: 'queryFreshness.ts',
    from: 'if (!this.#attached || record.query.state.data === undefined) return;',
    to: 'return;',
  },
  restored: {
    rule: 'replaced state has an unknown age',
    file: 'queryRecord.ts',
    from: 'if (restored) this.dataBegin = longAgo;',
    to: '',
  },
  olderWrite: {
    rule: 'what is written with an older date is older',
    file: 'queryRecord.ts',
    from: 'this.query.state.dataUpdatedAt < this.#updatedAt',
    to: 'this.query.state.dataUpdatedAt < 0',
  },
  streamed: {
    rule: 'a promise that a server streams was read before it came',
    file: 'queryRecord.ts',
    from: 'begin: this.#isBorrowing ?',
    to: 'begin: false ?',
  },
  attach: {
    rule: 'a new bridge has not seen what came before',
    file: 'queryBridge.ts',
    from: 'if (status.isLive) this.#onLive(',
    to: 'if (!status) this.#onLive(',
  },
  page: {
    rule: 'one more page renews no other page',
    file: 'queryRecord.ts',
    from: 'partial: isPartial(meta) && state.data !== undefined',
    to: 'partial: false && isPartial(meta)',
  },
  overwritten: {
    rule: 'a patch that an older fetch overwrote becomes a fetch',
    file: 'queryFreshness.ts',
    from: 'if (overwritten && !seen) {',
    to: 'if (overwritten && !seen && now < 0) {',
  },
  notNewer: {
    rule: 'a payload that is not newer is not written',
    file: 'queryPatch.ts',
    from: 'if (!isNewer(old as TCached, data)) return { written: false };',
    to: 'isNewer(old as TCached, data);',
  },
  hold: {
    rule: 'patches wait for a mutation',
    file: 'queryFreshness.ts',
    from: 'return holdWhile(entry.record.query.queryKey);',
    to: 'return !holdWhile && holdWhile(entry.record.query.queryKey);',
  },
  late: {
    rule: 'a late write of a mutation does not hide what was fetched meanwhile',
    file: 'queryFreshness.ts',
    from: 'if (isWrite && this.#seenWhileHeld.has(entry)',
    to: 'if (isWrite && !entry',
  },
  released: {
    rule: 'what is held is served when the hold ends',
    file: 'queryFreshness.ts',
    from: 'getMutationCache().subscribe(() => this.#afterHold())',
    to: 'getMutationCache().subscribe(() => {})',
  },
  shown: {
    rule: 'what is hidden is fetched when shown',
    file: 'queryFreshness.ts',
    from: 'visibility.subscribe(() => this.#queue.nudge())',
    to: 'visibility.subscribe(() => {})',
  },
  observed: {
    rule: 'what nobody observed is fetched when somebody does',
    file: 'queryFreshness.ts',
    from: "type.startsWith('observer')",
    to: "type.startsWith('nothing')",
  },
  linger: {
    rule: 'a disposed bridge watches older fetches to their end',
    file: 'queryFreshness.ts',
    from: 'if (this.#lingering.size > 0 || !this.#stopCache) return;',
    to: 'this.#lingering.clear();\n    if (!this.#stopCache) return;',
  },
  cancelled: {
    rule: 'a cancelled fetch is owed still',
    file: 'queryFreshness.ts',
    from: "if (settled === 'cancel') entry.plan.waitAnew(now);",
    to: "if (settled === 'cancel') entry.wantsFetch = false;",
  },
  settle: {
    rule: 'a read needs `settle` to see a write',
    file: 'queryFreshness.ts',
    from: 'time: time + this.#settings().settle',
    to: 'time',
  },
  recent: {
    rule: 'a query made within `settle` of an event is concerned',
    file: 'queryFreshness.ts',
    from: 'if (moment) this.#fetchInstead(entry, moment);',
    to: '',
  },
  order: {
    rule: 'what shares a tick of the clock is ordered',
    file: 'moment.ts',
    from: 'a.time > b.time || (a.time === b.time && a.seq > b.seq)',
    to: 'a.time >= b.time',
  },
  ruleFails: {
    rule: 'rules that read data have catch-up keys',
    file: 'queryRules.ts',
    from: 'catchUp: catchUp ?? resolve',
    to: 'catchUp: catchUp ? () => [] : resolve',
  },
};
