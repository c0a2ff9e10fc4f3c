import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPersonRepository, personRepository, testFolder } from "../testing/person-repository.ts";
import { withView } from "../view/open-view.ts";
import { findDefaultBranch } from "./find-default-branch.ts";

let folder: Awaited<ReturnType<typeof testFolder>>;

beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

const find = (path: string) => withView(path, findDefaultBranch);

function fresh(name: string) {
  const repository = personRepository(join(folder.path, name));
  repository.commit({ a: "1" });
  return repository;
}

test("a clone's is what its origin said, whatever is checked out", async () => {
  const origin = fresh("origin");
  const path = join(folder.path, "clone");
  origin.git("clone", "--quiet", ".", path);
  const clone = openPersonRepository(path);
  clone.git("checkout", "--quiet", "-b", "feature");
  expect(await find(path)).toEqual({ name: "main", isSaid: true });
  clone.git("checkout", "--quiet", "--detach");
  expect(await find(path)).toEqual({ name: "main", isSaid: true });
});

test("a bare repository's is what its HEAD says", async () => {
  const origin = fresh("source");
  const path = join(folder.path, "bare.git");
  origin.git("clone", "--quiet", "--bare", ".", path);
  expect(await find(path)).toEqual({ name: "main", isSaid: true });
});

test("another's is guessed by its usual name, never by what is checked out", async () => {
  const repository = fresh("usual");
  repository.git("checkout", "--quiet", "-b", "contrib");
  expect(await find(repository.path)).toEqual({ name: "main", isSaid: false });
  repository.git("branch", "--move", "main", "master");
  expect(await find(repository.path)).toEqual({ name: "master", isSaid: false });
  repository.git("checkout", "--quiet", "--detach");
  expect(await find(repository.path)).toEqual({ name: "master", isSaid: false });
});

test("with a single branch beside agents' results it is that one, and of several unusual ones it is none", async () => {
  const repository = fresh("single");
  repository.git("checkout", "--quiet", "-b", "catalyst/1-fix");
  repository.git("branch", "--move", "main", "trunk");
  expect(await find(repository.path)).toEqual({ name: "trunk", isSaid: false });
  repository.git("checkout", "--quiet", "-b", "contrib");
  expect(await find(repository.path)).toEqual({ name: "main", isSaid: false });
});
