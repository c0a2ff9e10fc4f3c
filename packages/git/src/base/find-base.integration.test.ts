import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PersonRepository, personRepository, testFolder } from "../testing/person-repository.ts";
import { withView } from "../view/open-view.ts";
import { findBase } from "./find-base.ts";
import { findRemoteBase } from "./find-remote-base.ts";

let folder: Awaited<ReturnType<typeof testFolder>>;
let repository: PersonRepository;
let commit: string;

const find = (asked: string | null, path = repository.path) => withView(path, (view) => findBase(view, asked));
const findRemote = (asked: string | null, url = repository.path) => findRemoteBase({ url, privateHosts: [] }, asked);

beforeAll(async () => {
  folder = await testFolder();
  repository = personRepository(join(folder.path, "shöp"));
  commit = repository.commit({ "a.txt": "a\n" });
  repository.git("tag", "v1");
  repository.git("checkout", "--quiet", "-b", "trunk");
});

afterAll(() => folder.remove());

describe("a folder", () => {
  test("is worked on from the branch that it is on, at the commit that this has now", async () => {
    expect(await find(null)).toEqual({ name: "trunk", commit });
    expect(await find("HEAD")).toEqual({ name: "trunk", commit });
  });

  test("is worked on from the branch, tag or commit that is asked for", async () => {
    expect(await find("main")).toEqual({ name: "main", commit });
    expect(await find("v1")).toEqual({ name: "v1", commit });
    for (const asked of [commit, commit.slice(0, 8), "main^0", "refs/heads/main"]) {
      expect(await find(asked)).toEqual({ name: commit, commit });
    }
  });

  test("without what is asked for is named, with its branches", async () => {
    const words = `Finding "nope" in ${repository.path} failed: there is no such branch, tag or commit. Branches are: main, trunk.`;
    await expect(find("nope")).rejects.toThrow(words);
    await expect(find("--upload-pack=x")).rejects.toMatchObject({ code: "not_found" });
  });

  test("that is on no branch is worked on from the commit that is checked out there", async () => {
    const detached = join(folder.path, "detached");
    repository.git("worktree", "add", "--quiet", "--detach", detached);
    const own = await find(null, detached);
    expect(own).toEqual({ name: commit, commit });
    const other = personRepository(join(folder.path, "other"));
    other.commit({ a: "1" });
    other.git("checkout", "--quiet", "--detach");
    const second = other.commit({ a: "2" });
    expect(await find("HEAD", other.path)).toEqual({ name: second, commit: second });
  });

  test("whose branch has no commit yet says so", async () => {
    const other = personRepository(join(folder.path, "unborn"));
    other.commit({ a: "1" });
    other.git("symbolic-ref", "HEAD", "refs/heads/new");
    await expect(find(null, other.path)).rejects.toThrow(
      "what is checked out, new, has no commit. Branches are: main.",
    );
  });
});

describe("a repository elsewhere", () => {
  test("is worked on from its default branch, or from what is asked for", async () => {
    expect(await findRemote(null)).toEqual({ name: "trunk", defaultBranch: "trunk" });
    for (const asked of ["main", "v1", commit]) {
      expect(await findRemote(asked)).toEqual({ name: asked, defaultBranch: "trunk" });
    }
  });

  test("without what is asked for is named, with its branches", async () => {
    await expect(findRemote("nope")).rejects.toThrow(/no such branch, tag or commit\. Branches are: main, trunk\./);
  });

  test("that isn't there is named, and a password isn't spoken of", async () => {
    const gone = join(folder.path, "gone");
    await expect(findRemote(null, gone)).rejects.toMatchObject({
      code: "unavailable",
      message: `Reading the repository ${gone} failed: '${gone}' does not appear to be a git repository; Could not read from remote repository. Check the address.`,
    });
  });
});
