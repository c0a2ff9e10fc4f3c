import type { LookMarks } from "@catalyst/core/forge";
import type { TokenStep } from "../client/with-token.ts";
import type { ListedThing } from "./finding.ts";
import { CODE_COMMENTS, COMMENTS } from "./lists/comments.ts";
import { EVENTS } from "./lists/events.ts";
import { OPENINGS } from "./lists/openings.ts";
import { readList } from "./read-list.ts";

const LISTS = [EVENTS, COMMENTS, CODE_COMMENTS, OPENINGS];

/** What is new in some lists, and how far each was read. */
export interface ReadLists {
  fresh: ListedThing[];
  marks: LookMarks;
  pollSeconds: number | null;
  isCut: boolean;
}

/** What is new in the lists of all that happens in a repository. Throws `GitHubFault`. */
export async function readLists(step: TokenStep, marks: LookMarks): Promise<ReadLists> {
  const read: ReadLists = { fresh: [], marks: {}, pollSeconds: null, isCut: false };
  for (const list of LISTS) {
    const { fresh, mark, pollSeconds, isCut } = await readList(list, marks[list.name] ?? null, step);
    read.fresh.push(...fresh);
    read.marks[list.name] = mark;
    read.pollSeconds = Math.max(read.pollSeconds ?? 0, pollSeconds ?? 0) || null;
    read.isCut ||= isCut;
  }
  return read;
}
