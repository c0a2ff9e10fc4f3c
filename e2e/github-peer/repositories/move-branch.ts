import { actorOf, type Caller } from "../auth/caller.ts";
import { runGit } from "../git/run-git.ts";
import { type RefChange, watchRefs } from "../git/watch-refs.ts";
import { refuseApiChange } from "../rules/refuse-change.ts";
import type { Repository } from "../state/repository.ts";
import { announcePush, type World } from "../state/world.ts";

/** Moves, makes or deletes a ref over the API, if its rules allow it, and says so as a push. */
export async function moveRef(
  { world, repository, caller }: { world: World; repository: Repository; caller: Caller },
  change: RefChange,
): Promise<void> {
  const { ref, before, after } = change;
  await refuseApiChange(repository, caller, change);
  const old = before ?? "0".repeat(40);
  const move = after === null ? ["update-ref", "-d", ref, old] : ["update-ref", ref, after, old];
  const changes = await watchRefs(repository, () => runGit(repository.folder, move));
  await announcePush(world, { repository, changes, actor: actorOf(world, caller) });
}
