const MAX_PATHS = 50;
/** From a word's beginning, so that each letter is read a few times whatever the words are. */
const PATH = /(?<![\w.@+/-])\/?((?:[\w.@+-]+\/)*[\w.@+-]+\.\w{1,12})\b/g;

/** The paths that a text may mean, each once, without those that leave the repository. */
export function namedPaths(text: string): string[] {
  const found = [...text.matchAll(PATH)].map(([, path = ""]) => path.replace(/^\.\//, ""));
  const inside = found.filter((path) => !path.split("/").includes("..") && !path.split("/").includes(".git"));
  return [...new Set(inside)].slice(0, MAX_PATHS);
}
