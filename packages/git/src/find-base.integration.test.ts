import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRepository } from "./create-repository.ts";
import { findBase } from "./find-base.ts";
import type { RepositoryAddress } from "./repository-url.ts";
import { runGit } from "./run-git.ts";

let folder: string;
let local: RepositoryAddress;
/** The same repository as one elsewhere is asked: by ls-remote. */
let remote: RepositoryAddress;
let commit: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-base-"));
  const path = join(folder, "shop");
  await createRepository({ path, files: { "a.txt": "a\n" }, message: "Begin" });
  const git = (...args: string[]) => runGit({ args: ["-C", path, ...args], repositoryPath: null });
  await git("tag", "v1");
  await git("checkout", "--quiet", "-b", "trunk");
  commit = (await git("rev-parse", "HEAD")).trim();
  local = { vcs: "local", url: path, name: "shop" };
  remote = { vcs: "github", url: path, name: "shop" };
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(["local", "remote"] as const)("a %s repository", (where) => {
  const address = () => (where === "local" ? local : remote);

  test("starts from the branch that its HEAD is on", async () => {
    expect(await findBase(address(), null)).toBe("trunk");
  });

  test("starts from the branch, tag or commit that is asked for", async () => {
    for (const asked of ["main", "v1", commit]) {
      expect(await findBase(address(), asked)).toBe(asked);
    }
  });

  test("without what is asked for is refused with its branches", async () => {
    await expect(findBase(address(), "nope")).rejects.toThrow(
      /no such branch, tag or commit\. Branches are: main, trunk/,
    );
    await expect(findBase(address(), "--upload-pack=x")).rejects.toMatchObject({ code: "not_found" });
  });
});

test("a repository elsewhere that can't be read is said to be", async () => {
  const gone: RepositoryAddress = { vcs: "github", url: join(folder, "gone"), name: "gone" };
  await expect(findBase(gone, null)).rejects.toMatchObject({ code: "unavailable" });
});

test("a checkout on no branch needs to be told where to start", async () => {
  await runGit({ args: ["-C", local.url, "checkout", "--quiet", "--detach"], repositoryPath: null });
  await expect(findBase(local, null)).rejects.toThrow(/--base main/);
});
