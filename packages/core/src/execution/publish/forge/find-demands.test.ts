import { beforeEach, expect, test } from "vitest";
import { sendMessage } from "../../../task/act/send-message.ts";
import { type MemoryForge, memoryForge } from "../../../testing/forge/memory-forge.ts";
import { ASKING, createTurns, type Turns } from "../../../testing/play-turns.ts";

const HEAD = `e${"1".repeat(39)}`;
/** As the forge in memory calls what it made of it. */
const ANEW = `${"1".repeat(39)}e`;

let turns: Turns;
let forge: MemoryForge;

beforeEach(() => {
  turns = createTurns();
  forge = memoryForge("/srv/shop");
  forge.branches.has = () => true;
  forge.target.demands.isSigned = true;
  turns.deps.findForge = async () => forge;
});

test("where commits must be signed the forge's own are published, and kept with those that were checked", async () => {
  const task = await turns.submit({});
  await turns.run(task, { head: HEAD });
  const { branch, resultPayload } = turns.now(task);
  expect(turns.repositories.published.get(String(branch))).toBe(ANEW);
  expect(resultPayload).toMatchObject({
    ...{ headCommit: ANEW, remade: [{ checked: HEAD, published: ANEW }] },
    publication: { kind: "pull_request" },
  });
  expect(turns.executionsOf(task)).toMatchObject([{ headCommit: ANEW }]);
});

test("a further turn goes on from what was published", async () => {
  const task = await turns.submit({});
  await turns.run(task, { head: HEAD });
  await sendMessage({ ...ASKING, task: turns.now(task), text: "And the docs" }, turns.useCases);
  expect((await turns.run(task, { head: `f${"2".repeat(39)}` })).repository.baseCommit).toBe(ANEW);
});

test("what nobody signs is kept, and why is said", async () => {
  forge.isSigning = false;
  const task = await turns.submit({});
  await turns.run(task, { head: HEAD });
  expect(turns.repositories.published.size).toBe(0);
  expect(turns.now(task)).toMatchObject({
    ...{ status: "failed", failureReason: "repo_rules", errorMessage: expect.stringContaining("unsigned") },
    resultPayload: { headCommit: HEAD, remade: [], publication: { kind: "kept", problem: { kind: "refused" } } },
  });
});
