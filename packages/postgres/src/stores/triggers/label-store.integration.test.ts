import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresAccountStore } from "../accounts/account-store.ts";
import { postgresRepoStore } from "../accounts/repo-store.ts";
import { postgresLabelStore } from "./label-store.ts";

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
}, 60_000);
afterAll(() => db?.close());

test("a label is known by its number in its repository, by the name that it was seen with first", async () => {
  const accounts = postgresAccountStore(db);
  const { id: userId } = await accounts.ensureUser("ada");
  const { id: projectId } = await accounts.ensureProject({ kind: "user", userId });
  const make = (name: string) =>
    postgresRepoStore(db).ensure({
      projectId,
      vcs: "github",
      url: `https://github.com/a/${name}`,
      name,
      defaultBranch: null,
    });
  const [{ id: repoId }, { id: other }] = [await make("shop"), await make("web")];
  const labels = postgresLabelStore(db);
  expect(await labels.hasAny(repoId)).toBe(false);
  await labels.noteFirstName({ repoId, labelId: "7" }, "catalyst");
  await labels.noteFirstName({ repoId, labelId: "7" }, "ai");
  expect(await labels.findFirstName({ repoId, labelId: "7" })).toBe("catalyst");
  expect(await labels.findFirstName({ repoId: other, labelId: "7" })).toBeNull();
  expect([await labels.hasAny(repoId), await labels.hasAny(other)]).toEqual([true, false]);
});
