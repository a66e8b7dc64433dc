/** Reads through a selector. The selection keeps its identity while it is shallowly equal. */
export function select<TSnapshot, TSelected>(
  read: () => TSnapshot,
  selector: (snapshot: TSnapshot) => TSelected,
): () => TSelected {
  let last: { snapshot: TSnapshot; selected: TSelected } | null = null;
  return () => {
    const snapshot = read();
    if (last && Object.is(last.snapshot, snapshot)) return last.selected;
    const next = selector(snapshot);
    last = { snapshot, selected: last && isSame(last.selected, next) ? last.selected : next };
    return last.selected;
  };
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && Object.is(Reflect.get(a, key), Reflect.get(b, key)))
  );
}
