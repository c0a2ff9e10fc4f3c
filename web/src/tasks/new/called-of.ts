interface Called {
  name: string;
  url: string;
}

/** By what a repository is chosen among those of its project: its name, or where it is where another is called the same. */
export function calledOf({ name, url }: Called, all: readonly Called[]): string {
  return all.filter((other) => other.name === name).length > 1 ? url : name;
}

/** Where a task begins until something else is said: where the last one did, if it is there, or in the only one that there is. */
export function repositoryToBegin(last: string, all: readonly Called[]): string {
  const called = all.map((one) => calledOf(one, all));
  const isKnown = called.includes(last) || all.some(({ url }) => url === last) || last.startsWith("https://");
  if (isKnown) {
    return last;
  }
  return called.length === 1 ? (called[0] as string) : "";
}
