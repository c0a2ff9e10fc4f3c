import { expect, test } from "vitest";
import { ForgeAway } from "../../forge/forge-outcome.ts";
import { memoryForge } from "../../testing/forge/memory-forge.ts";
import type { Step } from "../step.ts";
import { findFacts } from "./find-facts.ts";

const URL = "https://forge.example/acme/shop";

function play(files: Record<string, string>, dco = "none") {
  const forge = memoryForge(URL);
  const readFiles = async ({ paths }: { paths: string[] }) =>
    new Map(Object.entries(files).filter(([path]) => paths.includes(path)));
  const step = {
    execution: { id: "1", baseCommit: "c", resolution: { settings: { github: { dco } } } },
    ...{ task: { baseBranch: "next" }, repo: { url: URL, defaultBranch: "main" } },
    deps: { findForge: async () => forge, repositories: { readFiles } },
  } as unknown as Step;
  return { forge, step };
}

test("what the base's rules want and who owns what there is known", async () => {
  const { forge, step } = play({ CODEOWNERS: "* @ada", "docs/CODEOWNERS": "* @eve" }, "requester");
  forge.target = { ...forge.target, isProtected: true, demands: { isSigned: false, isLinear: true } };
  const facts = await findFacts(step);
  expect(facts).toMatchObject({ defaultBranch: "main", base: "next", isSignedOff: true });
  expect(facts.rules).toEqual({ isProtected: true, isSigned: false, isLinear: true });
  expect(facts.ownersOf("src/a.ts")).toEqual(["@ada"]);
});

test.each([
  ["none", false],
  ["bot", true],
  ["requester", true],
])("with `github.dco` %s commits are to be signed off: %s", async (dco, isSignedOff) => {
  expect(await findFacts(play({}, dco).step)).toMatchObject({ isSignedOff });
});

test("a forge that says nothing, is away or isn't there holds up nothing", async () => {
  const { forge, step } = play({});
  forge.urls.clear();
  expect((await findFacts(step)).rules).toBeNull();
  step.deps.findForge = () => Promise.reject(new ForgeAway({ kind: "outage", reason: "502" }));
  expect((await findFacts(step)).rules).toBeNull();
  step.deps.findForge = async () => null;
  const facts = await findFacts(step);
  expect(facts).toMatchObject({ rules: null, isSignedOff: false });
  expect(facts.ownersOf("src/a.ts")).toEqual([]);
});
