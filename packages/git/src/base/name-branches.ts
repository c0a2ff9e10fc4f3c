/** How many are worth asking git for. */
export const MAX_BRANCHES = 10_000;
const MAX_NAMED = 20;
/** Where results are published unless a person names another branch: after some weeks they are most of all branches. */
const RESULTS = "catalyst/";

/** The branches that there are as words for a person who named one that isn't there: results last, and how many are left out. */
export function nameBranches(branches: readonly string[]): string {
  const isResult = (name: string) => name.startsWith(RESULTS);
  const sorted = [...branches.filter((name) => !isResult(name)), ...branches.filter(isResult)];
  const more = sorted.length > MAX_NAMED ? ` and ${sorted.length - MAX_NAMED} more` : "";
  return `Branches are: ${sorted.slice(0, MAX_NAMED).join(", ") || "none"}${more}.`;
}
