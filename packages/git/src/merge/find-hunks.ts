const AROUND = 3;

/**
 * The places of a text at which git marks that two sides conflict, with some lines around them, `maxLength` characters of it. A file may have
 * as many marks of its own as it likes: each line is looked at once.
 */
export function findHunks(text: string, maxLength: number): string {
  const lines = text.split("\n");
  let found = "";
  for (let at = 0; at < lines.length && found.length < maxLength; at++) {
    if (!lines[at]?.startsWith("<<<<<<< ")) {
      continue;
    }
    const last = findEnd(lines, at);
    const first = Math.max(0, at - AROUND);
    const hunk = [`@@ line ${first + 1} @@`, ...lines.slice(first, last + 1 + AROUND)].join("\n");
    found += found === "" ? hunk : `\n${hunk}`;
    at = last;
  }
  return found.slice(0, maxLength);
}

/** The line that ends what begins here, or the last of all. */
function findEnd(lines: readonly string[], begin: number): number {
  for (let at = begin + 1; at < lines.length; at++) {
    if (lines[at]?.startsWith(">>>>>>> ")) {
      return at;
    }
  }
  return lines.length - 1;
}
