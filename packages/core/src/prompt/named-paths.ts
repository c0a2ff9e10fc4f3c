const MAX_PATHS = 50;
/**
 * From a word's beginning, so that each letter is read a few times whatever the words are; no deeper and no longer than a repository's
 * names are: each folder costs the expression's stack, which ends at some hundred thousand.
 */
const PATH = /(?<![\w.@+/-])\/?((?:[\w.@+-]{1,255}\/){0,63}[\w.@+-]{1,255}\.\w{1,12})\b/g;

/** The paths that a text may mean, each once, without those that leave the repository. */
export function namedPaths(text: string): string[] {
  const found = [...text.matchAll(PATH)].map(([, path = ""]) => path.replace(/^\.\//, ""));
  const inside = found.filter((path) => !path.split("/").includes("..") && !path.split("/").includes(".git"));
  return [...new Set(inside)].slice(0, MAX_PATHS);
}
