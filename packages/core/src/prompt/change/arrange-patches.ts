import { pathOfPatch } from "./path-of-patch.ts";

/** In characters, of what is told at once. */
const MAX_SHOWN_LENGTH = 64 * 1024;

/** Of less use to whoever is to judge a change, by their names. */
const LATER: readonly RegExp[] = [
  /(?:^|\/)(?:dist|build|vendor|third_party|node_modules|generated|__generated__|snapshots|__snapshots__|fixtures)\//,
  /\.(?:snap|lock|svg|map|po|pb\.go|generated\.\w+)$/,
];
const TESTS = /(?:^|\/)(?:tests?|spec|__tests__|e2e|docs?)\/|[._-](?:test|spec)\.\w+$|\.(?:md|rst|txt)$/i;

interface ArrangedPatches {
  shown: string;
  /** Of files for which there is no room. */
  leftOut: string[];
  /** Of files that tell agents what to do: a prompt that has them has their words. */
  instructions: string[];
}

/** What of a change is wanted. */
export interface Wanted {
  /** Those that are talked of. */
  paths: readonly string[];
  /** Whether a file is a part of what is asked for. */
  isAsked(path: string): boolean;
  /** Whether a file tells agents what to do. */
  isInstruction(path: string): boolean;
}

/** Chooses whole files' patches of a patch: those that are talked of first, then code before tests, texts and what programs write. */
export function arrangePatches(patch: string, { paths, isAsked, isInstruction }: Wanted): ArrangedPatches {
  const files = splitPatch(patch).filter((text) => isAsked(pathOfPatch(text)));
  const instructions = files.filter((text) => isInstruction(pathOfPatch(text)));
  const ranked = files
    .filter((text) => !instructions.includes(text))
    .map((text, index) => ({ text, index, rank: rankOf(pathOfPatch(text), paths) }))
    .toSorted((one, other) => one.rank - other.rank || one.index - other.index);
  let room = MAX_SHOWN_LENGTH;
  const shown: string[] = [];
  const leftOut: string[] = [];
  for (const { text } of ranked) {
    if (text.length <= room) {
      room -= text.length;
      shown.push(text);
    } else {
      leftOut.push(text);
    }
  }
  return { shown: shown.join(""), leftOut, instructions };
}

/**
 * A line of a file's contents begins with a blank, a plus or a minus. It ends where git ends it: what else `^` and `.` take for an end
 * may stand in the middle of it.
 */
function splitPatch(patch: string): string[] {
  return patch.split(/(?<![^\n])(?=diff --git )/).filter((text) => text !== "");
}

function rankOf(path: string, paths: readonly string[]): number {
  if (paths.includes(path)) {
    return 0;
  }
  if (LATER.some((pattern) => pattern.test(path))) {
    return 3;
  }
  return TESTS.test(path) ? 2 : 1;
}
