import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Git } from "../../workspace/git.ts";
import { showName, splitNames } from "../../workspace/name-files.ts";
import { borrowObjects, createFolderGit, type Work } from "../../workspace/own-repository.ts";
import { addFiles } from "./add-files.ts";
import { keepBeyond } from "./keep-beyond.ts";
import { listGitlinks } from "./list-gitlinks.ts";
import { type IndexEntry, listIndex } from "./list-index.ts";
import { lookAgain } from "./look-again.ts";
import { lookInto } from "./look-into.ts";
import { openFolders } from "./open-folders.ts";
import { putTree } from "./put-tree.ts";
import { type Changes, sortChanges } from "./sort-changes.ts";

const MAX_DEPTH = 8;
const MAX_ERROR_LENGTH = 300;

/** A working tree, and an index of the runner's own for it. */
export interface FolderPlace {
  git: Git;
  work: Work;
  /** The runner's own repository, which gets the objects. */
  own: string;
  folder: string;
  /** What the index is replaced by where it is broken; null: nothing. */
  head: string | null;
  /** The commit whose links to other repositories are the project's own; null: none are. */
  base: string | null;
  /** In how many repositories this one is. */
  depth: number;
  /** The only folders that are checked out; empty: all. */
  sparsePaths: readonly string[];
  /** A look that was begun before; absent: none was. */
  looked?: Promise<Looked>;
}

/** What a folder has, as git would commit it. */
export interface StagedFolder {
  tree: string;
  notes: string[];
  /** What could not be taken, a few words each. */
  leftOut: string[];
}

/** Takes everything in that isn't ignored, files of repositories within among it, and says what can't be. */
export async function stageFolder(place: FolderPlace): Promise<StagedFolder> {
  try {
    await keepBeyond(place.git, place, false);
    return await stage(place, await (place.looked ?? lookAtAll(place)));
  } catch {
    // The index that an agent left knows what it unstaged; a broken one knows nothing.
    await rm(await place.git.run("rev-parse", "--git-path", "index"), { force: true });
    await place.git.run("read-tree", place.head ?? "--empty");
    await keepBeyond(place.git, place, true);
    return stage(place, await lookAtAll(place));
  }
}

async function stage(place: FolderPlace, { entries, notes, listed, asked }: Looked): Promise<StagedFolder> {
  const { git, folder, base } = place;
  const { tracked, others, within, closed } = listed;
  const { leftOut, ...changed } = await sortChanges({ tracked, others }, folder);
  leftOut.push(...closed.map((path) => `${path}/ (can't be opened)`), ...(await addFiles(git, changed)));
  const isChanged = Object.values(changed).some((names) => names.length > 0);
  let tree = isChanged ? null : asked;
  const links = await listGitlinks(git, isChanged ? await listIndex(git) : entries, base);
  for (const name of [...within, ...links.map((link) => link.name)]) {
    const nested = await takeNested(place, name).catch((error: Error) => leaveOut(name, error.message));
    if (nested.tree !== null) {
      await putTree(git, name, nested.tree);
      tree = null;
    }
    notes.push(...nested.notes);
    leftOut.push(...nested.leftOut);
  }
  return { tree: tree ?? (await git.run("write-tree")), notes, leftOut };
}

/** An index, what differs from it, and what should be there and isn't. */
export interface Looked {
  entries: IndexEntry[];
  notes: string[];
  listed: Listed & { closed: string[] };
  /** The index's tree, asked for at once, which is what counts where nothing differs; null: it has to be asked for again. */
  asked: string | null;
}

/** Only marks on files make git look twice. */
export async function lookAtAll({
  git,
  folder,
  sparsePaths,
}: Pick<FolderPlace, "git" | "folder" | "sparsePaths">): Promise<Looked> {
  const [entries, listed, tree] = await Promise.all([
    listIndex(git),
    listReachable(git, folder),
    git.ask("write-tree"),
  ]);
  const { notes, isChanged } = await lookAgain(git, entries, { folder, sparsePaths });
  return isChanged
    ? { entries, notes, listed: await listReachable(git, folder), asked: null }
    : { entries, notes, listed, asked: tree };
}

/** As `listChanges`, with folders opened that git couldn't read; `closed` are those that can't be opened. */
async function listReachable(git: Git, folder: string): Promise<Listed & { closed: string[] }> {
  const { isHalf, ...listed } = await listChanges(git);
  if (!isHalf) {
    return { ...listed, closed: [] };
  }
  const closed = await openFolders(folder);
  return { ...(await listChanges(git)), closed };
}

interface Listed extends Changes {
  within: string[];
}

/** What differs from the index; `within` are repositories, `isHalf` is where git was denied a part. git asks none of these: their settings are the agent's. */
async function listChanges(git: Git): Promise<Listed & { isHalf: boolean }> {
  const [tracked, untracked] = await Promise.all([
    git.hear("diff-files", "-z", "--name-only", "--no-renames", "--ignore-submodules=dirty"),
    git.hear("ls-files", "-z", "--others", "--exclude-standard"),
  ]);
  const others = splitNames(untracked.output);
  return {
    isHalf: `${tracked.said}${untracked.said}`.includes("Permission denied"),
    tracked: [...new Set(splitNames(tracked.output))],
    others: others.filter((name) => !name.endsWith("/")),
    within: others.filter((name) => name.endsWith("/")).map((name) => name.slice(0, -1)),
  };
}

type Nested = Omit<StagedFolder, "tree"> & { tree: string | null };

const NOTHING: Nested = { tree: null, notes: [], leftOut: [] };

/**
 * The files of a repository within the repository, as git would commit them there: what it ignores is left out, what it
 * tracks all the same is not. Its history stays where it is.
 */
async function takeNested({ work, own, depth, ...outer }: FolderPlace, name: string): Promise<Nested> {
  const folder = join(outer.folder, showName(name));
  const found = await lookInto(work, folder);
  if (found.kind === "working_tree" || (await isEmpty(folder))) {
    // The one is taken with its branch; the other is a link whose repository isn't there.
    return NOTHING;
  }
  if (depth === MAX_DEPTH) {
    return leaveOut(name, `a repository in ${MAX_DEPTH} others`);
  }
  const { head: history, objects } = found.kind === "plain" ? { head: null, objects: null } : found;
  if (objects !== null) {
    await borrowObjects(own, objects);
  }
  const git = await createFolderGit(work, { own, folder, index: crypto.randomUUID() });
  const head = history === null ? null : await git.ask("rev-parse", "--verify", "--quiet", `${history}^{tree}`);
  await git.run("read-tree", head ?? "--empty");
  const staged = await stageFolder({ git, work, own, folder, head, base: null, depth: depth + 1, sparsePaths: [] });
  const note = `${showName(name)}/ was a repository of its own: its files are taken, its history is not.`;
  return { ...staged, notes: [...(history === null ? [] : [note]), ...staged.notes] };
}

function leaveOut(name: string, reason: string): Nested {
  return { ...NOTHING, leftOut: [`${showName(name)}/ (${reason.slice(0, MAX_ERROR_LENGTH)})`] };
}

async function isEmpty(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  return names.every((name) => name === ".git");
}
