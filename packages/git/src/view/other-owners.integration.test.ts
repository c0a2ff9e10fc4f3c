import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { findBase } from "../base/find-base.ts";
import { ensureBare } from "../ensure-bare.ts";
import { runGit } from "../run-git.ts";
import {
  openPersonRepository,
  type PersonRepository,
  personRepository,
  testFolder,
} from "../testing/person-repository.ts";
import { chooseReader } from "./check/choose-reader.ts";
import { fetchFromView } from "./fetch-from-view.ts";
import { inspectRepository } from "./inspect-repository.ts";
import { locateRepository } from "./locate-repository.ts";
import { askView, withView } from "./open-view.ts";

const STRANGER = 12345;
const isRoot = process.getuid?.() === 0;

let folder: Awaited<ReturnType<typeof testFolder>>;

beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function giveAway(path: string): void {
  execFileSync("chown", ["-R", `${STRANGER}:${STRANGER}`, path]);
}

function strangersRepository(name: string): { repository: PersonRepository; commit: string } {
  const repository = personRepository(join(folder.path, name));
  const commit = repository.commit({ a: "1\n" });
  giveAway(repository.path);
  return { repository, commit };
}

describe.skipIf(!isRoot)("root reads another user's repository", () => {
  test("as that user, and can work with it", async () => {
    const { repository, commit } = strangersRepository("theirs");
    const mirror = join(folder.path, "mirror.git");
    await ensureBare(mirror);
    const usual = process.umask(0o077);
    onTestFinished(() => void process.umask(usual));
    await withView(repository.path, async (view) => {
      expect(view.reader).toEqual({ uid: STRANGER, gid: STRANGER });
      expect(view.place.owner).toEqual({ uid: STRANGER, gid: STRANGER });
      expect(await inspectRepository(view)).toMatchObject({ currentBranch: "main", isDirty: false });
      await fetchFromView(view, { into: mirror, refspecs: ["+refs/heads/*:refs/heads/*"] });
    });
    expect((await runGit({ args: ["rev-parse", "main"], repositoryPath: mirror })).trim()).toBe(commit);
  });

  test("and ignores there what root's own git ignores", async () => {
    const { repository } = strangersRepository("ignored");
    const home = join(folder.path, "home-of-root");
    mkdirSync(join(home, ".config/git"), { recursive: true, mode: 0o700 });
    vi.stubEnv("HOME", home);
    repository.write({ ".DS_Store": "x" });
    expect((await withView(repository.path, inspectRepository)).isDirty).toBe(true);
    writeFileSync(join(home, ".config/git/ignore"), ".DS_Store\n", { mode: 0o600 });
    expect((await withView(repository.path, inspectRepository)).isDirty).toBe(false);
  });

  test("without what that user may not read, though it is named as a part of it", async () => {
    const { repository } = strangersRepository("thief");
    const secrets = join(folder.path, "roots");
    mkdirSync(secrets, { mode: 0o700 });
    const victim = personRepository(join(secrets, "victim"));
    const secret = victim.commit({ password: "hunter2" });
    writeFileSync(join(repository.path, ".git/objects/info/alternates"), `${victim.path}/.git/objects\n`);
    writeFileSync(join(repository.path, ".git/refs/heads/stolen"), `${secret}\n`);
    giveAway(repository.path);
    const mirror = join(folder.path, "thief.git");
    await ensureBare(mirror);
    await withView(repository.path, async (view) => {
      expect(await askView(view, ["cat-file", "-e", secret])).toBeNull();
      await expect(findBase(view, "stolen")).rejects.toMatchObject({
        code: "unavailable",
        message: expect.stringContaining("that can't be read with the rights of its owner (uid 12345)"),
      });
      const stealing = fetchFromView(view, { into: mirror, refspecs: ["+refs/heads/*:refs/heads/*"] });
      await expect(stealing).rejects.toThrow();
    });
    expect(readdirSync(join(mirror, "objects", "pack"))).toEqual([]);
  });

  test("and is told when that user's rights don't lead there", async () => {
    const closed = join(folder.path, "closed-to-others");
    mkdirSync(closed, { mode: 0o700 });
    const repository = personRepository(join(closed, "mounted"));
    repository.commit({ a: "1\n" });
    giveAway(repository.path);
    await expect(withView(repository.path, inspectRepository)).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining(`safe.directory ${repository.path}`),
    });
  });

  test("as itself once it said that the folder is to be trusted", async () => {
    const { repository } = strangersRepository("trusted");
    const place = await locateRepository(repository.path);
    expect(await chooseReader(place)).toEqual({ uid: STRANGER, gid: STRANGER });
    const home = join(folder.path, "home");
    mkdirSync(home);
    vi.stubEnv("HOME", home);
    writeFileSync(join(home, ".gitconfig"), `[safe]\n\tdirectory = ${repository.path}\n`);
    expect(await chooseReader(place)).toBeNull();
    writeFileSync(join(home, ".gitconfig"), "[safe]\n\tdirectory = *\n\tdirectory =\n");
    expect(await chooseReader(place)).not.toBeNull();
  });

  test("a folder of root's in which another user put the repository counts as that user's", async () => {
    const { repository } = strangersRepository("planted");
    chownSync(repository.path, 0, 0);
    expect(await chooseReader(await locateRepository(repository.path))).toMatchObject({ uid: STRANGER });
  });

  test("a group of root's is not lent to that user", async () => {
    const { repository } = strangersRepository("grouped");
    execFileSync("chgrp", ["-R", "0", repository.path]);
    expect(await chooseReader(await locateRepository(repository.path))).toEqual({ uid: STRANGER, gid: 65534 });
  });
});

/** The rule alone: the test's own rights stay. */
function actAs(uid: number): void {
  vi.spyOn(process as { geteuid(): number }, "geteuid").mockReturnValue(uid);
}

describe.skipIf(!isRoot)("somebody who isn't root", () => {
  test("reads root's repositories and their own, and is told what to say before they read another user's", async () => {
    const own = await locateRepository(strangersRepository("own").repository.path);
    const roots = personRepository(join(folder.path, "of-root"));
    roots.commit({ a: "1" });
    actAs(STRANGER);
    expect(await chooseReader(own)).toBeNull();
    expect(await chooseReader(await locateRepository(roots.path))).toBeNull();
    actAs(1000);
    await expect(chooseReader(own)).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining(`git config --global --add safe.directory ${own.root}`),
    });
  });
});

test.skipIf(!isRoot)("a folder that the account may not read is told as such", () => {
  const closed = join(folder.path, "unreadable");
  mkdirSync(closed, { mode: 0o700 });
  chmodSync(folder.path, 0o755);
  const module = join(import.meta.dirname, "locate-repository.ts");
  const program = `
    import { locateRepository } from ${JSON.stringify(module)};
    process.setgid(${STRANGER}); process.setuid(${STRANGER});
    await locateRepository(${JSON.stringify(closed)}).catch(({ message }) => console.log(message));`;
  const said = execFileSync(process.execPath, ["--input-type=module", "-e", program], { env: {}, encoding: "utf8" });
  expect(said).toContain("may not read that folder");
});

test("the checkout of a linked working tree belongs to everybody who owns a part of it", async () => {
  const repository = personRepository(join(folder.path, "parts"));
  repository.commit({ a: "1" });
  const linked = join(folder.path, "part");
  repository.git("worktree", "add", "--quiet", linked);
  if (isRoot) {
    chownSync(join(linked, ".git"), STRANGER, STRANGER);
  }
  const { owners } = await locateRepository(openPersonRepository(linked).path);
  expect(owners.some(({ uid }) => uid === (isRoot ? STRANGER : process.getuid?.()))).toBe(true);
});
