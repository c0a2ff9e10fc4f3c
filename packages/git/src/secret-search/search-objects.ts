import { BeyondBounds } from "../limits/bounds.ts";
import type { ObjectReader } from "../objects/object-reader.ts";
import { createPatternFinder } from "./pattern-finder.ts";
import { MAX_SECRET_OBJECTS } from "./search-record.ts";

/** Which of the objects hold one of the patterns, as they are stored: files, names in folders, commits with all their headers. */
export async function searchObjects(
  reader: Pick<ObjectReader, "read">,
  { objects, patterns }: { objects: Iterable<string>; patterns: readonly string[] },
): Promise<string[]> {
  const found: string[] = [];
  if (patterns.length === 0) {
    return found;
  }
  const finder = createPatternFinder(patterns.map((pattern) => Buffer.from(pattern, "utf8")));
  for (const id of objects) {
    let holds = false;
    finder.restart();
    await reader.read(id, (piece) => {
      holds ||= finder.finds(piece);
    });
    if (holds && found.push(id) > MAX_SECRET_OBJECTS) {
      throw new BeyondBounds(`it holds secrets of the execution in more than ${MAX_SECRET_OBJECTS} objects`);
    }
  }
  return found;
}
