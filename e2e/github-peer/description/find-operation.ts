import type { Description } from "./description.ts";
import type { Operation } from "./row.ts";

export type FoundOperation =
  | { kind: "found"; operation: Operation; parameters: Record<string, string> }
  /** GitHub has it, the peer doesn't. */
  | { kind: "not_built"; name: string }
  | { kind: "unknown" };

/** Which operation a request means: of several that match, the one with the fewest names in its path, and of these the longest. */
export function findOperation(description: Description, method: string, path: string): FoundOperation {
  const names = description.known.filter((name) => matchPath(name, `${method} ${path}`) !== null);
  const [name] = names.sort((one, other) => countNames(one) - countNames(other) || other.length - one.length);
  if (name === undefined) {
    return { kind: "unknown" };
  }
  const operation = description.operations.find((each) => `${each.method} ${each.path}` === name);
  const parameters = matchPath(name, `${method} ${path}`);
  return operation && parameters ? { kind: "found", operation, parameters } : { kind: "not_built", name };
}

/** Names of refs, files and comparisons go on behind slashes, where they are the last. */
const LONG = new Set(["{ref}", "{path}", "{branch}", "{basehead}"]);

/** The values of the names; null: another path. */
function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const parts = path.split("/");
  const isLong = LONG.has(wanted.at(-1) ?? "");
  if (isLong ? parts.length < wanted.length : parts.length !== wanted.length) {
    return null;
  }
  const values: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const isLast = index === wanted.length - 1;
    const given = isLong && isLast ? parts.slice(index).join("/") : (parts[index] ?? "");
    if (!part.startsWith("{")) {
      if (part !== given) {
        return null;
      }
    } else {
      values[part.slice(1, -1)] = decode(given);
    }
  }
  return values;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function countNames(pattern: string): number {
  return pattern.split("{").length;
}
