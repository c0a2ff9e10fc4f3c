const AROUND = 3;

/** The places of a text at which git marks that two sides conflict, with some lines around them. */
export function findHunks(text: string): string {
  const lines = text.split("\n");
  const hunks: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (!lines[at]?.startsWith("<<<<<<< ")) {
      continue;
    }
    const end = lines.findIndex((line, index) => index > at && line.startsWith(">>>>>>> "));
    const last = end === -1 ? lines.length - 1 : end;
    const first = Math.max(0, at - AROUND);
    hunks.push([`@@ line ${first + 1} @@`, ...lines.slice(first, last + 1 + AROUND)].join("\n"));
    at = last;
  }
  return hunks.join("\n");
}
