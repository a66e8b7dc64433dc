import type { QueryKey } from '../queryClientPort.ts';
import { matchesPrefix } from './queryTarget.ts';

interface Node<TValue> {
  readonly values: Map<TValue, QueryKey>;
  readonly children: Map<unknown, Node<TValue>>;
}

const createNode = <TValue>(): Node<TValue> => ({ values: new Map(), children: new Map() });

const isPrimitive = (part: unknown): boolean => typeof part !== 'object' || part === null;

/** The parts of a key up to its first object. */
const headOf = (key: QueryKey): QueryKey => {
  const end = key.findIndex((part) => !isPrimitive(part));
  return end === -1 ? key : key.slice(0, end);
};

/**
 * Values by query key, for lookup by prefix in either direction. A tree over the primitive parts at the start of each key: a lookup
 * costs the length of the key and the matches, whatever the number of values. Keys with objects are compared at the node of their head.
 */
export class KeyIndex<TValue> {
  #root: Node<TValue> = createNode();

  add(key: QueryKey, value: TValue): void {
    let node = this.#root;
    for (const part of headOf(key)) {
      const child = node.children.get(part) ?? createNode<TValue>();
      node.children.set(part, child);
      node = child;
    }
    node.values.set(value, key);
  }

  delete(key: QueryKey, value: TValue): void {
    const path = [this.#root];
    const head = headOf(key);
    for (const part of head) {
      const child = path.at(-1)?.children.get(part);
      if (!child) return;
      path.push(child);
    }
    path.at(-1)?.values.delete(value);
    for (let depth = head.length; depth > 0; depth -= 1) {
      const node = path[depth];
      if (!node || node.values.size > 0 || node.children.size > 0) return;
      path[depth - 1]?.children.delete(head[depth - 1]);
    }
  }

  clear(): void {
    this.#root = createNode();
  }

  /** The values whose key begins with `prefix`. */
  under(prefix: QueryKey): readonly TValue[] {
    let node = this.#root;
    const head = headOf(prefix);
    for (const part of head) {
      const child = node.children.get(part);
      if (!child) return [];
      node = child;
    }
    const found: TValue[] = [];
    if (head.length === prefix.length) collect(node, found);
    // The prefix goes on with an object, so only keys that do the same here can match.
    else for (const [value, key] of node.values) if (matchesPrefix(key, prefix)) found.push(value);
    return found;
  }

  /** The values whose key is a prefix of `key`. */
  along(key: QueryKey): readonly TValue[] {
    const found: TValue[] = [];
    let node: Node<TValue> | undefined = this.#root;
    for (let depth = 0; node; depth += 1) {
      for (const [value, prefix] of node.values) {
        if (prefix.length === depth || matchesPrefix(key, prefix)) found.push(value);
      }
      if (depth === key.length || !isPrimitive(key[depth])) break;
      node = node.children.get(key[depth]);
    }
    return found;
  }
}

function collect<TValue>(node: Node<TValue>, found: TValue[]): void {
  for (const value of node.values.keys()) found.push(value);
  for (const child of node.children.values()) collect(child, found);
}
