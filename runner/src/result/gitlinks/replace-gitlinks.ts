import { join } from "node:path";
import type { Git } from "../../workspace/git.ts";
import { showName } from "../../workspace/name-files.ts";
import { borrowObjects, createFolderGit, type Work } from "../../workspace/own-repository.ts";
import { listGitlinks } from "../stage/list-gitlinks.ts";
import { listIndex } from "../stage/list-index.ts";
import { lookInto } from "../stage/look-into.ts";
import { putTree } from "../stage/put-tree.ts";

const MAX_COMMITS = 1000;
const MAX_DEPTH = 8;
const ADDED = /:(?!160000)\d{6} 160000 /;

/** What commits since the base change, in git's raw words; asked once for each head. */
export type ListChanges = (head: string) => Promise<Buffer>;

export function listChangesSince(git: Git, base: string): ListChanges {
  const known = new Map<string, Promise<Buffer>>();
  return (head) => {
    const range = rangeOf(base, head);
    const changes =
      known.get(head) ?? git.exchange("", "log", "--format=", "--raw", "--no-renames", "-m", "--root", "-z", ...range);
    known.set(head, changes);
    return changes;
  };
}

function rangeOf(base: string, head: string): string[] {
  return ["--topo-order", "--reverse", `--max-count=${MAX_COMMITS}`, `${base}..${head}`];
}

export interface Replaced {
  head: string;
  notes: string[];
}

/**
 * Puts files in the place of what an agent committed as links to repositories within its own, wherever the commits that they
 * lead to are there: nobody else could ever get at them. All commits since the base are made anew for it.
 */
export async function replaceGitlinks(
  git: Git,
  { work, own }: { work: Work; own: string },
  { base, head, listChanges }: { base: string; head: string; listChanges: ListChanges },
): Promise<Replaced> {
  const changes = await listChanges(head);
  if (!ADDED.test(changes.toString("latin1"))) {
    return { head, notes: [] };
  }
  const commits = (await git.run("rev-list", ...rangeOf(base, head))).split("\n").filter(Boolean);
  const index = await createFolderGit(work, { own, folder: own, index: crypto.randomUUID() });
  const names = new Map<string, string>();
  const replaced = new Set<string>();
  for (const commit of commits) {
    await index.run("read-tree", commit);
    for (const name of await expand(index, { work, own, base })) {
      replaced.add(showName(name));
    }
    names.set(commit, await rewrite(git, { commit, tree: await index.run("write-tree"), names }));
  }
  const notes = [...replaced].map((name) => `${name}/ was a repository of its own: it is in the commits as files.`);
  return { head: names.get(head) ?? head, notes };
}

/** The links of the index that became files. */
async function expand(index: Git, { work, own, base }: { work: Work; own: string; base: string }): Promise<string[]> {
  const expanded: string[] = [];
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const before = expanded.length;
    for (const { name, commit } of await listGitlinks(index, await listIndex(index), base)) {
      const tree = await findTree(index, { work, own, name, commit });
      if (tree !== null) {
        await putTree(index, name, tree);
        expanded.push(name);
      }
    }
    if (expanded.length === before) {
      break;
    }
  }
  return expanded;
}

async function findTree(
  index: Git,
  { work, own, name, commit }: { work: Work; own: string; name: string; commit: string },
): Promise<string | null> {
  const find = () => index.ask("rev-parse", "--verify", "--quiet", `${commit}^{tree}`);
  const known = await find();
  if (known !== null) {
    return known;
  }
  const found = await lookInto(work, join(work.repositoryPath, showName(name)));
  if (found.kind !== "repository" || found.objects === null) {
    return null;
  }
  await borrowObjects(own, found.objects);
  return find();
}

interface Rewrite {
  commit: string;
  tree: string;
  /** What the commits before it became. */
  names: Map<string, string>;
}

/** The same commit of another tree, on what its parents became; that parent itself where nothing is left of its changes. */
async function rewrite(git: Git, { commit, tree, names }: Rewrite): Promise<string> {
  const [parent = "", ...others] = (await git.run("log", "-1", "--format=%P", commit)).split(" ");
  const renamed = names.get(parent) ?? parent;
  const isEmptied = others.length === 0 && parent !== "" && tree === (await treeOf(git, renamed));
  if (isEmptied && (await treeOf(git, commit)) !== (await treeOf(git, parent))) {
    return renamed;
  }
  const bytes = (await git.exchange("", "cat-file", "commit", commit)).toString("latin1");
  const end = bytes.indexOf("\n\n");
  const header = bytes
    .slice(0, end)
    .replace(/^tree [0-9a-f]+/, `tree ${tree}`)
    .replaceAll(/^parent ([0-9a-f]+)$/gm, (_line, parent: string) => `parent ${names.get(parent) ?? parent}`);
  const written = Buffer.from(header + bytes.slice(end), "latin1");
  return (await git.exchange(written, "hash-object", "-t", "commit", "-w", "--stdin")).toString().trim();
}

function treeOf(git: Git, commit: string): Promise<string> {
  return git.run("rev-parse", `${commit}^{tree}`);
}
