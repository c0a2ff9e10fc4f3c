import { askView, type View } from "../view/open-view.ts";
import { hasUncommittedChanges } from "../view/uncommitted-changes.ts";

/** What a person should know of their repository before an agent works on it, as sentences. */
export async function describeView(view: View): Promise<string[]> {
  const [isDirty, isShallow, submodules] = await Promise.all([
    hasUncommittedChanges(view),
    askView(view, ["rev-parse", "--is-shallow-repository"]),
    askView(view, ["cat-file", "-t", "HEAD:.gitmodules"]),
  ]);
  return [
    isDirty === true && "The checkout has uncommitted changes: the agent doesn't see them, and they stay as they are.",
    isDirty === null && "Whether the checkout has uncommitted changes is not known: the agent sees what is committed.",
    isShallow === "true" && "The repository is a shallow clone: the agent sees only the history that is there.",
    submodules === "blob" && "The repository has submodules: they are empty in the agent's environment.",
  ].filter((note) => note !== false);
}
