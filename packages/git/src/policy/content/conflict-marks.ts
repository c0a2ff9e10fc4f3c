import type { Hit } from "./search-piece.ts";

/** With a label, as git writes them: seven equal signs alone underline headings, too. */
const MARK = /^(?:<{7}|>{7}|\|{7}) [^\r\n]{1,200}/gm;
const MAX_MARKS = 50;

/** Marks of conflicts that nobody has resolved. */
export function findConflictMarks(text: string): Hit[] {
  return [...text.matchAll(MARK)].slice(0, MAX_MARKS).map(([line]) => ({
    rule: "conflict_mark",
    detail: "it has the mark of a conflict that nobody resolved",
    evidence: [line],
  }));
}
