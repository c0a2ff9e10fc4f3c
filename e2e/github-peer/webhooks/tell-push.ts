import { isAncestor } from "../git/refs.ts";
import { runGit } from "../git/run-git.ts";
import type { RefChange } from "../git/watch-refs.ts";
import { fullName, type Repository } from "../state/repository.ts";
import type { Push, World } from "../state/world.ts";
import { emit } from "./emit.ts";

const NOTHING = "0".repeat(40);
/** As many commits a push names at most. */
const MOST_COMMITS = 2048;
const FORMAT = "%H%x00%T%x00%an%x00%ae%x00%cn%x00%ce%x00%cI%x00%B%x01";

/** Tells an App that listens to `push` of each ref that moved. */
export async function tellPush(world: World, { repository, changes, actor }: Push): Promise<void> {
  if (!world.app.events.includes("push")) {
    return;
  }
  for (const change of changes) {
    const payload = { ...(await viewChange(world, repository, change)), pusher: { name: actor.login, email: null } };
    emit(world, { event: "push", action: null, repository, sender: actor, payload });
  }
}

async function viewChange(world: World, repository: Repository, { ref, before, after }: RefChange) {
  const { folder } = repository;
  const html = `${world.address}/${fullName(repository)}`;
  const range = before ? `${before}..${after}` : `${after}`;
  const listed = after ? await runGit(folder, ["log", `--max-count=${MOST_COMMITS}`, `--format=${FORMAT}`, range]) : "";
  const commits = listed.split("\x01\n").flatMap((text) => (text.trim() === "" ? [] : [viewCommit(text, html)]));
  return {
    ...{ ref, before: before ?? NOTHING, after: after ?? NOTHING, base_ref: null },
    ...{ created: before === null, deleted: after === null },
    forced: before !== null && after !== null && !(await isAncestor(folder, before, after)),
    compare: `${html}/compare/${before?.slice(0, 12) ?? ""}...${after?.slice(0, 12) ?? ""}`,
    ...{ commits: commits.toReversed(), head_commit: commits[0] ?? null },
  };
}

function viewCommit(text: string, html: string) {
  const [id = "", tree = "", name = "", email = "", committer = "", address = "", at = "", message = ""] =
    text.split("\0");
  return {
    ...{ id, tree_id: tree, distinct: true, message: message.replace("\x01", "").trimEnd(), timestamp: at },
    ...{ url: `${html}/commit/${id}`, author: { name, email }, committer: { name: committer, email: address } },
    ...{ added: [], removed: [], modified: [] },
  };
}
