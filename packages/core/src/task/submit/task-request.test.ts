import { expect, test } from "vitest";
import { TaskRequest } from "./task-request.ts";

const FOLDER = { kind: "folder", path: "/srv/shop", head: { ref: "refs/heads/main", commit: "a".repeat(40) } };

test("what isn't said is left to the settings", () => {
  const asked = TaskRequest.parse({ repository: FOLDER, source: { kind: "prompt", text: "Fix the test" } });
  expect(asked).toMatchObject({
    base: null,
    trustBase: false,
    agents: [{ agent: null, model: null }],
    branch: null,
    timeoutSeconds: null,
    options: { requirePlanApproval: false, race: null, budget: { usd: null, tokens: null } },
    keys: [],
  });
});

test.each([
  ["no agent", { agents: [] }],
  ["more agents than race", { agents: Array(9).fill({ agent: null, model: null }) }],
  ["a relative folder", { repository: { ...FOLDER, path: "shop" } }],
  ["half a commit", { repository: { ...FOLDER, head: { ref: null, commit: "abc" } } }],
  ["another protocol", { repository: { kind: "url", url: "ssh://git@example.org/x.git" } }],
  ["no time", { timeoutSeconds: 0 }],
  ["a commit that is trusted without being looked at", { options: { trustedBase: 1 }, trustBase: "yes" }],
])("%s can't be asked for", (_what, change) => {
  const asked = { repository: FOLDER, source: { kind: "prompt", text: "Fix" }, ...change };
  expect(TaskRequest.safeParse(asked).success).toBe(false);
});
