import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findGitPlace } from "./git-place.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "catalyst-place-"));
  for (const name of ["shop/.git", "shop/src/deep", "shop/other/.git", "a b/.git", "bare.git"]) {
    mkdirSync(join(folder, name), { recursive: true });
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const keptFolder = "/home";
const place = (url: string, from: string) =>
  findGitPlace({ vcs: "local", url: join(folder, url) }, { currentFolder: join(folder, from), keptFolder });

test("in the repository and below it, git finds it by itself", () => {
  expect(place("shop", "shop")).toEqual({ git: "git", hasCheckout: true, isMissing: false, keptFolder });
  expect(place("shop", "shop/src/deep").git).toBe("git");
});

test("elsewhere, and in another repository within it, git is told where it is", () => {
  expect(place("shop", ".").git).toBe(`git -C ${join(folder, "shop")}`);
  expect(place("shop", "shop/other").git).toBe(`git -C ${join(folder, "shop")}`);
  expect(place("a b", "shop").git).toBe(`git -C '${join(folder, "a b")}'`);
});

test("a bare repository has no checkout to merge into", () => {
  expect(place("bare.git", "bare.git")).toEqual({ git: "git", hasCheckout: false, isMissing: false, keptFolder });
});

test("a folder that isn't there is said to be missing", () => {
  expect(place("gone", "shop")).toMatchObject({ isMissing: true, hasCheckout: false });
});

test("of a repository elsewhere nothing is known", () => {
  const remote = { vcs: "github", url: "https://example.com/x.git" };
  expect(findGitPlace(remote, { currentFolder: folder, keptFolder })).toEqual({
    git: "git",
    hasCheckout: false,
    isMissing: false,
    keptFolder,
  });
});
