/** Work that waits, in turns: whoever brings much of it waits behind their own. */
export interface FairQueue<Item> {
  add(owner: string, item: Item): void;
  /** The next item of an owner who has none taken; it counts as taken until `release`. undefined: there is none. */
  take(): { owner: string; item: Item } | undefined;
  release(owner: string): void;
}

export function createFairQueue<Item>(): FairQueue<Item> {
  /** In the order in which owners have their turn. */
  const waiting = new Map<string, Item[]>();
  const taken = new Set<string>();
  return {
    add(owner, item) {
      const items = waiting.get(owner);
      if (items === undefined) {
        waiting.set(owner, [item]);
      } else {
        items.push(item);
      }
    },
    take() {
      for (const [owner, items] of waiting) {
        if (!taken.has(owner)) {
          const item = items.shift() as Item;
          waiting.delete(owner);
          if (items.length > 0) {
            waiting.set(owner, items);
          }
          taken.add(owner);
          return { owner, item };
        }
      }
      return undefined;
    },
    release: (owner) => void taken.delete(owner),
  };
}
