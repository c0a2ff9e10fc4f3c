import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withView } from "../../view/open-view.ts";
import { withFolder } from "../open-folder.ts";
import { readRef } from "./read-refs.ts";
import { readStoredRef } from "./read-stored-ref.ts";

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "catalyst-refs-"));
  await sh("git init -q -b main . && git -c user.name=t -c user.email=t@t commit -q --allow-empty -m one");
});
afterEach(() => rm(path, { recursive: true }));

const sh = (script: string) => execa("/bin/bash", ["-euc", script], { cwd: path });
const link = () => symlink("main", join(path, ".git/refs/heads/x"));

test.each<[how: string, prepare: () => Promise<unknown>, kind: string | undefined]>([
  ["none", async () => undefined, undefined],
  ["none among packed ones", () => sh("git branch xx && git pack-refs --all"), undefined],
  ["loose", () => sh("git branch x"), "id"],
  ["packed", () => sh("git branch x && git pack-refs --all"), "id"],
  [
    "moved since it was packed",
    () =>
      sh(
        "git branch x && git pack-refs --all && git -c user.name=t -c user.email=t@t commit -q --allow-empty -m two && git branch -f x",
      ),
    "id",
  ],
  ["symbolic", () => sh("git symbolic-ref refs/heads/x refs/heads/main"), "symbolic"],
  ["a link", link, "id"],
  ["an empty folder", () => sh("mkdir .git/refs/heads/x"), undefined],
  ["among more packed ones than are read", () => sh(PACK_MANY), "id"],
])("a ref that is %s holds what git says of it", async (_how, prepare, kind) => {
  await prepare();
  await withView(path, async (view) => {
    const said = await readRef(view, "refs/heads/x");
    expect(said?.kind).toBe(kind);
    const read = withFolder(view, { parts: ["refs", "heads"], isMade: false }, (folder) =>
      readStoredRef(view, { folder, name: "x", ref: "refs/heads/x" }),
    );
    expect(await read).toEqual(said);
  });
});

const PACK_MANY = `git branch x && git pack-refs --all
  id=$(git rev-parse HEAD)
  for number in $(seq 100000 120000); do echo "$id refs/tags/$number"; done >> .git/packed-refs`;
