import type { ProtectedPath } from "@catalyst/core";
import { foldName, isShortNameOf, splitPath } from "./fold-name.ts";

/** Tells which protected place a path is, or lies in. */
export interface ProtectedPaths {
  /** `isFolder`: it is a real one. Anything else that bears a folder's name leads to, or stands for, another. */
  find(path: string, isFolder: boolean): ProtectedPath | null;
}

interface Pattern {
  place: ProtectedPath;
  names: readonly ((name: string) => boolean)[];
  isAtRoot: boolean;
}

/** Compares names as `foldName` does. A place in the tree includes all that is below it. */
export function protectedPaths(places: readonly ProtectedPath[]): ProtectedPaths {
  const patterns = places.map(compile);
  return {
    find(path, isFolder) {
      const names = splitPath(path).map(foldName);
      return patterns.find((pattern) => matches(pattern, names, isFolder))?.place ?? null;
    },
  };
}

function compile(place: ProtectedPath): Pattern {
  const isAtRoot = place.path.startsWith("/");
  return { place, names: splitPath(place.path).map(compileName), isAtRoot };
}

/** `*` stands for anything within a name. */
function compileName(name: string): (name: string) => boolean {
  const folded = foldName(name);
  if (!folded.includes("*")) {
    return (other) => other === folded || (other.includes("~") && isShortNameOf(other, folded));
  }
  const [start = "", ...rest] = folded.split("*");
  const end = rest.at(-1) ?? "";
  const isLong = (other: string) => other.length >= start.length + end.length;
  return (other) => isLong(other) && other.startsWith(start) && other.endsWith(end);
}

function matches({ names: wanted, isAtRoot }: Pattern, names: readonly string[], isFolder: boolean): boolean {
  const lastStart = isAtRoot ? 0 : names.length - 1;
  for (let start = 0; start <= lastStart; start += 1) {
    const found = wanted.findIndex((isWanted, index) => {
      const name = names[start + index];
      return name === undefined || !isWanted(name);
    });
    // It is named to its end, or what stands at its beginning is no folder of the tree.
    if (found === -1 || (!isFolder && found > 0 && start + found === names.length)) {
      return true;
    }
  }
  return false;
}
