/** A line of the change stands in a hunk on the side of the new file: new or unchanged. */
export function listLines(patch: string): Set<number> {
  const lines = new Set<number>();
  let next: number | null = null;
  for (const text of patch.split("\n")) {
    const begin = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(text)?.[1];
    if (begin !== undefined) {
      next = Number(begin);
    } else if (next !== null && !text.startsWith("-") && !text.startsWith("\\")) {
      lines.add(next++);
    }
  }
  return lines;
}
