import { CatalystError } from "@catalyst/core/apart";
import type { Identity } from "../../run-git.ts";
import type { RepositoryPlace } from "../locate-repository.ts";
import { isSafeDirectory } from "../personal-git.ts";

const ROOT = 0;
/** Belongs to nobody on purpose. */
const NO_GROUP = 65534;

/**
 * As whom a repository is read: null is this process itself. What leads out of a repository (alternates, links) is followed
 * with its reader's rights. One's own and root's are read as oneself; root reads another user's as that user; whoever said
 * `safe.directory` reads it as themselves. Throws `forbidden` with the way out for everything else.
 */
export async function chooseReader(place: RepositoryPlace): Promise<Identity | null> {
  const self = process.geteuid?.() ?? ROOT;
  const strangers = place.owners.filter(({ uid }) => uid !== self && uid !== ROOT);
  const [stranger] = strangers;
  if (stranger === undefined || (await isSafeDirectory([place.root, place.gitDir]))) {
    return null;
  }
  if (self === ROOT && strangers.every(({ uid }) => uid === stranger.uid)) {
    // A folder can be in root's group without its owner being in it.
    return { uid: stranger.uid, gid: stranger.gid === ROOT ? NO_GROUP : stranger.gid };
  }
  const owners = [...new Set(strangers.map(({ uid }) => uid))].join(" and ");
  throw new CatalystError(
    "forbidden",
    `Opening the repository ${place.root} failed: it belongs to another user (uid ${owners}), who could make your own files part of it. If you trust them: git config --global --add safe.directory ${place.root}`,
  );
}
