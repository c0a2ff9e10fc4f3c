interface Wildcards<Item> {
  /** Whether it stands for any number of items, none included. */
  isAny: (part: Item) => boolean;
  fits: (part: Item, item: Item) => boolean;
}

/** Whether the whole of `items` fits the pattern, in time that grows with the product of their lengths and no faster. */
export function matchWildcards<Item>(
  pattern: readonly Item[],
  items: readonly Item[],
  { isAny, fits }: Wildcards<Item>,
): boolean {
  let part = 0;
  let item = 0;
  /** Where to go on when what followed the last wildcard doesn't fit: it then takes one item more. */
  let retry: { part: number; item: number } | null = null;
  while (item < items.length) {
    const wanted = pattern[part];
    if (wanted !== undefined && isAny(wanted)) {
      part += 1;
      retry = { part, item };
    } else if (wanted !== undefined && fits(wanted, items[item] as Item)) {
      part += 1;
      item += 1;
    } else if (retry !== null) {
      retry = { part: retry.part, item: retry.item + 1 };
      ({ part, item } = retry);
    } else {
      return false;
    }
  }
  return pattern.slice(part).every(isAny);
}

/** `*` stands for any letters. */
export function matchesName(pattern: string, name: string): boolean {
  return matchWildcards([...pattern], [...name], {
    isAny: (letter) => letter === "*",
    fits: (letter, other) => letter === other,
  });
}
