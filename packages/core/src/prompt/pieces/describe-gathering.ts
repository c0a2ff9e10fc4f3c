import type { Gathering } from "../../task/gathering.ts";

const EDITED =
  "The text of the issue or pull request itself was edited after the request, and is left out: nobody asked for what stands there now. Work by its title and by what you are told otherwise; where that isn't enough, say so instead of guessing.";

/** What of the texts around its task an agent isn't told, and why; null: it is told all. */
export function describeGathering(gathering: Gathering | null): string | null {
  if (gathering === null) {
    return null;
  }
  const left = listLeft(gathering);
  const parts = [gathering.isTextEdited ? EDITED : null, left.length === 0 ? null : `Left out: ${left.join(", ")}.`];
  const told = parts.filter((part) => part !== null);
  return told.length === 0 ? null : told.join("\n\n");
}

function listLeft({ editedSince, writtenSince, unread }: Gathering): string[] {
  const counts: [count: number, one: string, more: string][] = [
    [editedSince, "text that was edited after the request", "texts that were edited after the request"],
    [writtenSince, "text that was written after it", "texts that were written after it"],
    [unread.minimised, "comment that was folded away", "comments that were folded away"],
    [unread.bots, "comment of a bot", "comments of bots"],
    [unread.resolved, "resolved thread", "resolved threads"],
    [unread.beyond, "text beyond what is read at all", "texts beyond what is read at all"],
  ];
  return counts.flatMap(([count, one, more]) => (count === 0 ? [] : [`${count} ${count === 1 ? one : more}`]));
}
