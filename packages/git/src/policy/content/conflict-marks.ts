/** With a label, as git writes them: seven equal signs alone underline headings, too. */
const MARK = /^(?:<{7}|>{7}|\|{7}) [^\r\n]{1,200}/gm;
const MAX_MARKS = 50;

/** The lines that mark conflicts which nobody has resolved. */
export function findConflictMarks(text: string): string[] {
  return [...text.matchAll(MARK)].slice(0, MAX_MARKS).map(([line]) => line);
}
