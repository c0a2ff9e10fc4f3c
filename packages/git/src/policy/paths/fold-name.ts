const PLAIN = /^\.?[a-z0-9_-][a-z0-9_.-]*$/;

/**
 * A name as the most forgiving file systems compare it: without case (also beyond ASCII), in one Unicode form, without
 * characters that some ignore (HFS+), and without what Windows cuts off: streams, and dots and blanks at the end.
 */
export function foldName(name: string): string {
  if (PLAIN.test(name) && !name.endsWith(".")) {
    return name;
  }
  const visible = name.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "").normalize("NFKC");
  const folded = visible.toUpperCase().toLowerCase().normalize("NFKC");
  return folded.replace(/(?!^):.*$/s, "").replace(/[. ]+$/, "") || folded;
}

const SHORT_NAME = /^(.{1,6})~[1-9]\d*(?:\..{0,3})?$/;
const HASH = /^[0-9a-f]{4}$/;

/** Whether a folded name may be the short one, such as `gitmod~1`, that Windows gives to the other. */
export function isShortNameOf(short: string, name: string): boolean {
  const [, stem] = SHORT_NAME.exec(short) ?? [];
  if (stem === undefined) {
    return false;
  }
  const long = name.replaceAll(/[. ]/g, "");
  return long.startsWith(stem) || (stem.length === 6 && long.startsWith(stem.slice(0, 2)) && HASH.test(stem.slice(2)));
}

/** Whether git, or the system below it, may take the name for its own folder. */
export function isLikeGitFolder(name: string): boolean {
  const folded = foldName(name);
  return folded === ".git" || isShortNameOf(folded, ".git");
}

/** The names in a path. Windows takes a backslash for a slash. */
export function splitPath(path: string): string[] {
  return path.split(/[/\\]/).filter((part) => part !== "");
}
