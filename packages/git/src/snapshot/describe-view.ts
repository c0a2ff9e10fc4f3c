import { stat } from "node:fs/promises";
import { join } from "node:path";
import { askView, type View } from "../view/open-view.ts";
import { hasUncommittedChanges } from "../view/uncommitted-changes.ts";

/** What a person should know of their repository before an agent works on it, as sentences. */
export async function describeView(view: View): Promise<string[]> {
  const [isDirty, shallow, submodules] = await Promise.all([
    hasUncommittedChanges(view),
    stat(join(view.place.commonDir, "shallow")).catch(() => null),
    askView(view, ["cat-file", "-t", "HEAD:.gitmodules"]),
  ]);
  return [
    isDirty === true && "The checkout has uncommitted changes: the agent doesn't see them, and they stay as they are.",
    isDirty === null && "Whether the checkout has uncommitted changes is not known: the agent sees what is committed.",
    shallow !== null && "The repository is a shallow clone: the agent sees only the history that is there.",
    submodules === "blob" && "The repository has submodules: they are empty in the agent's environment.",
  ].filter((note) => note !== false);
}
