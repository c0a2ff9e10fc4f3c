import { matchesName, matchWildcards } from "./match-wildcards.ts";

/** Where GitHub looks; the first that is there counts. */
export const CODE_OWNERS_PATHS = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];
export const MAX_CODE_OWNERS_BYTES = 256 * 1024;

const MAX_RULES = 5000;
const MAX_LINE = 1000;
const MAX_OWNERS = 20;
const ANY_FOLDERS = "**";
/** What other tools read as more than a name. */
const UNKNOWN = /[?[\]!\\]/;

/** Who a repository says has to agree to changes of a path, as it names them: `@login`, `@org/team` or an address; empty: nobody. */
export type OwnersOf = (path: string) => readonly string[];

interface Rule {
  parts: readonly string[];
  owners: readonly string[];
}

/**
 * Reads a file of code owners: of the rules that mean a path the last counts. One that isn't understood means every path and names
 * nobody, so that nobody owns anything by a rule that it may have replaced. Of 5,000 rules the rest is left out, likewise.
 */
export function readCodeOwners(text: string): OwnersOf {
  const lines = text.split(/\r?\n/).filter((line) => !/^\s*(?:#|$)/.test(line));
  const rules = lines.slice(0, MAX_RULES).map(readRule);
  const isWhole = lines.length <= MAX_RULES;
  return (path) => {
    const names = path.split("/");
    return isWhole ? (rules.findLast((rule) => means(rule, names))?.owners ?? []) : [];
  };
}

function readRule(line: string): Rule {
  const [pattern = "", ...words] = line.slice(0, MAX_LINE).trim().split(/\s+/);
  const comment = words.findIndex((word) => word.startsWith("#"));
  const owners = (comment === -1 ? words : words.slice(0, comment)).slice(0, MAX_OWNERS);
  return UNKNOWN.test(pattern) || line.length > MAX_LINE
    ? { parts: [ANY_FOLDERS], owners: [] }
    : { parts: readPattern(pattern), owners };
}

/** One with a slash before its end is meant from the root. A folder means all that is below it, `folder/*` only what is in it. */
function readPattern(pattern: string): string[] {
  const names = pattern.split("/").filter((name) => name !== "");
  const isFolder = pattern.endsWith("/");
  const isFromRoot = pattern.slice(0, -1).includes("/");
  const isFlat = names.length > 1 && names.at(-1) === "*";
  const below = isFolder ? [ANY_FOLDERS, "*"] : [ANY_FOLDERS];
  return [...(isFromRoot ? [] : [ANY_FOLDERS]), ...names, ...(isFlat && !isFolder ? [] : below)];
}

function means({ parts }: Rule, names: readonly string[]): boolean {
  return matchWildcards(parts, names, { isAny: (part) => part === ANY_FOLDERS, fits: matchesName });
}
