import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PersonRepository, personRepository, testFolder } from "../testing/person-repository.ts";
import { type Refs, withRefs } from "./with-refs.ts";

let folder: Awaited<ReturnType<typeof testFolder>>;
let repository: PersonRepository;
let first: string;
let second: string;

beforeAll(async () => {
  folder = await testFolder();
  repository = personRepository(join(folder.path, "shöp"));
  first = repository.commit({ a: "1" });
  repository.git("branch", "release/1");
  repository.git("tag", "light");
  repository.git("tag", "--annotate", "--message=One", "annotated");
  second = repository.commit({ a: "2" });
  repository.git("branch", "same");
});
afterAll(() => folder.remove());

test.each(["local", "https"] as const)(
  "a repository that is read as %s has its branches, tags and commits",
  async (vcs) => {
    const address = { vcs, url: repository.path, name: "shop" };
    const ask = <Result>(act: (refs: Refs) => Promise<Result>) => withRefs({ address, privateHosts: [] }, act);
    expect(await ask((refs) => refs.findBranch("release/1"))).toBe(first);
    expect(await ask((refs) => refs.findBranch("light"))).toBeNull();
    expect((await ask((refs) => refs.listBranchesAt(second))).toSorted()).toEqual(["main", "same"]);
    expect(await ask((refs) => refs.listBranchesAt("1".repeat(40)))).toEqual([]);
    for (const name of ["release/1", "light", "annotated", first]) {
      expect(await ask((refs) => refs.findRevision(name))).toBe(first);
    }
    expect(await ask((refs) => refs.findRevision("nowhere"))).toBeNull();
  },
);
