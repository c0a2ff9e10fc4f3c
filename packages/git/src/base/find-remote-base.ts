import { CatalystError } from "@catalyst/core";
import { type Remote, runRemote } from "../remote/run-remote.ts";
import { nameBranches } from "./name-branches.ts";

const COMMIT = /^[0-9a-f]{7,64}$/;

/** Where work on a repository elsewhere starts: the worker asks for the commit when it begins. */
export interface RemoteBase {
  name: string;
  /** null: the repository names none. */
  defaultBranch: string | null;
}

/**
 * The branch, tag or commit that was asked for, or else the default branch. Throws `not_found` naming the branches,
 * `invalid_input` where neither is said, and like `runRemote`.
 */
export async function findRemoteBase(remote: Remote, asked: string | null): Promise<RemoteBase> {
  const refs = await listRemoteRefs(remote);
  return { name: chooseRemoteBase(refs, { url: remote.url, asked }), defaultBranch: refs.defaultBranch };
}

/** The name of what was asked for, or else of the default branch. Throws like `findRemoteBase`. */
export function chooseRemoteBase(
  { defaultBranch, branches, tags }: RemoteRefs,
  { url, asked }: { url: string; asked: string | null },
): string {
  const name = asked === null || asked === "HEAD" ? defaultBranch : asked;
  if (name === null) {
    throw new CatalystError("invalid_input", `Choosing where to start in ${url} failed: it names no default branch.`, {
      way: { kind: "choose", what: "base", example: "main" },
    });
  }
  if (name !== defaultBranch && !branches.has(name) && !tags.has(name) && !COMMIT.test(name)) {
    throw new CatalystError(
      "not_found",
      `Finding "${name}" in ${url} failed: there is no such branch, tag or commit. ${nameBranches([...branches.keys()])}`,
    );
  }
  return name;
}

export interface RemoteRefs {
  defaultBranch: string | null;
  /** Names with their commits. */
  branches: ReadonlyMap<string, string>;
  tags: ReadonlyMap<string, string>;
}

export async function listRemoteRefs(remote: Remote): Promise<RemoteRefs> {
  const args = ["ls-remote", "--symref", "--", remote.url, "HEAD", "refs/heads/*", "refs/tags/*"];
  const output = await runRemote(remote, { args, repositoryPath: null });
  // A tag with words of its own is listed twice: itself, then its commit with this ending.
  const refs = (prefix: string) =>
    new Map(
      [...output.matchAll(new RegExp(`^([0-9a-f]+)\\t${prefix}(.+?)(?:\\^\\{\\})?$`, "gm"))].map(
        ([, commit, name]) => [name as string, commit as string] as const,
      ),
    );
  return {
    defaultBranch: /^ref: refs\/heads\/(.+)\tHEAD$/m.exec(output)?.[1] ?? null,
    branches: refs("refs/heads/"),
    tags: refs("refs/tags/"),
  };
}
