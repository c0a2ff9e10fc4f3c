/** An address that a browser has been at. */
interface Entry {
  url: string | null;
}

const LISTS = ["/agent-tasks", "/needs-you"];

/** How many steps back the list is that somebody came from, with nothing between it and this page but places of this page; null: they came from elsewhere. */
export function stepsBack(entries: readonly Entry[], at: number): number | null {
  const pathOf = (index: number) => {
    const url = entries[index]?.url;
    return url == null ? null : new URL(url).pathname;
  };
  const here = pathOf(at);
  for (let index = at - 1; index >= 0; index -= 1) {
    const path = pathOf(index);
    if (path !== null && LISTS.includes(path)) {
      return at - index;
    }
    if (path !== here) {
      return null;
    }
  }
  return null;
}
