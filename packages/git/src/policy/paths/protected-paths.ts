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
  const candidates = createIndex(patterns);
  return {
    find(path, isFolder) {
      const names = splitPath(path).map(foldName);
      for (let start = 0; start < names.length; start += 1) {
        for (const pattern of candidates(names[start] as string)) {
          if (standsAt(pattern, { names, start, isFolder })) {
            return pattern.place;
          }
        }
      }
      return null;
    },
  };
}

/** Which patterns may begin with a name: nearly all begin with one that is written out. */
function createIndex(patterns: readonly Pattern[]): (name: string) => readonly Pattern[] {
  const wild: Pattern[] = [];
  const named = new Map<string, Pattern[]>();
  for (const pattern of patterns) {
    const first = foldName(splitPath(pattern.place.path)[0] ?? "");
    if (first.includes("*")) {
      wild.push(pattern);
    } else {
      named.set(first, [...(named.get(first) ?? []), pattern]);
    }
  }
  return (name) => (name.includes("~") ? patterns : [...(named.get(name) ?? []), ...wild]);
}

function compile(place: ProtectedPath): Pattern {
  return { place, names: splitPath(place.path).map(compileName), isAtRoot: place.path.startsWith("/") };
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

interface Place {
  names: readonly string[];
  start: number;
  isFolder: boolean;
}

/** It is named to its end, or what stands at its beginning is no folder of the tree. */
function standsAt({ names: wanted, isAtRoot }: Pattern, { names, start, isFolder }: Place): boolean {
  if (isAtRoot && start > 0) {
    return false;
  }
  const found = wanted.findIndex((isWanted, index) => {
    const name = names[start + index];
    return name === undefined || !isWanted(name);
  });
  return found === -1 || (!isFolder && found > 0 && start + found === names.length);
}
