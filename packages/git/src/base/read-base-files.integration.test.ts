import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRepository } from "../create-repository.ts";
import { runGit } from "../run-git.ts";
import { readBaseFiles } from "./read-base-files.ts";

let folder: string;
let path: string;
let commit: string;

const git = (...args: string[]) =>
  runGit({ args: ["-C", path, "-c", "user.name=A", "-c", "user.email=a@example.com", ...args], repositoryPath: null });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "catalyst-base-files-"));
  path = join(folder, "shop");
  await createRepository({ path, files: { "a.yaml": "on: main\n" }, message: "Begin" });
  commit = (await git("rev-parse", "HEAD")).trim();
  await git("tag", "v1");
  await git("checkout", "--quiet", "-b", "other");
  await writeFile(join(path, "a.yaml"), "on: other\n");
  await writeFile(join(path, "large.yaml"), "x".repeat(5000));
  await writeFile(join(path, "latin.yaml"), Buffer.from([0xe9, 0xff]));
  await symlink("/etc/passwd", join(path, "link.yaml"));
  await git("add", "--all");
  await git("commit", "--quiet", "--message=Other");
  await git("config", "uploadpack.allowFilter", "true");
  // What is in the checkout only has no say.
  await writeFile(join(path, "a.yaml"), "on: nothing\n");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(["local", "https"] as const)("a repository that is read as one of %s", (vcs) => {
  const read = (base: string, ...paths: string[]) =>
    readBaseFiles({
      address: { vcs, url: path, name: "shop" },
      base,
      paths,
      maxBytes: 4096,
      remote: { url: path, privateHosts: [] },
    });

  test("has its files as they are at the branch, tag or commit", async () => {
    expect(await read("main", "a.yaml", "b.yaml")).toEqual(new Map([["a.yaml", "on: main\n"]]));
    expect((await read("other", "a.yaml")).get("a.yaml")).toBe("on: other\n");
    expect((await read("v1", "a.yaml")).get("a.yaml")).toBe("on: main\n");
    expect((await read(commit.slice(0, 10), "a.yaml")).get("a.yaml")).toBe("on: main\n");
  });

  test("refuses files that are too long or no text, and never follows a link", async () => {
    await expect(read("other", "large.yaml")).rejects.toMatchObject({ code: "invalid_configuration" });
    await expect(read("other", "latin.yaml")).rejects.toMatchObject({
      code: "invalid_configuration",
      message: expect.stringContaining("latin.yaml"),
    });
    expect(await read("other", "link.yaml")).toEqual(new Map([["link.yaml", "/etc/passwd"]]));
  });
});

test("a repository that can't be reached is named", async () => {
  const address = { vcs: "https", url: join(folder, "gone"), name: "gone" } as const;
  await expect(
    readBaseFiles({ address, base: "main", paths: ["a"], maxBytes: 1, remote: { url: address.url, privateHosts: [] } }),
  ).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("gone"),
  });
});
