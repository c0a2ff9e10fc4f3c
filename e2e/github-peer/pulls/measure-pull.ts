import { canMerge } from "../git/can-merge.ts";
import { countCommits, listChanges } from "../git/diff.ts";
import type { PullSize } from "../state/pull-request.ts";

/** What only git knows of a pull request, from where the head left the base. */
export async function measurePull(folder: string, range: { base: string; head: string }): Promise<PullSize> {
  const changes = await listChanges(folder, range);
  return {
    additions: changes.reduce((total, { additions }) => total + additions, 0),
    deletions: changes.reduce((total, { deletions }) => total + deletions, 0),
    files: changes.length,
    commits: await countCommits(folder, range),
    isMergeable: await canMerge(folder, range),
  };
}
