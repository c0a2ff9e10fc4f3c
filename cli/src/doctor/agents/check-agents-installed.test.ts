import { expect, test } from "vitest";
import { checkAgentsInstalled } from "./check-agents-installed.ts";

test("agents that a run would install are one line, and nothing to mend", async () => {
  const agent = (id: string, isInstalled: boolean) => ({
    id,
    name: id.toUpperCase(),
    version: "1.0",
    isInstalled,
    problem: null,
  });
  const data = [agent("a", true), agent("b", false), agent("c", false), { ...agent("script", true), version: null }];
  const found = await checkAgentsInstalled({ call: async () => ({ data }) } as never);
  expect(found).toEqual([
    { name: "A", state: "ok", detail: "1.0", remedy: null },
    {
      name: "Not yet here",
      state: "ok",
      detail: expect.stringMatching(/^B, C: installed by the first run/),
      remedy: null,
    },
  ]);
});

test("a wrong definition fails", async () => {
  const found = await checkAgentsInstalled({
    call: async () => ({ data: [{ id: "mine", problem: "line 2" }] }),
  } as never);
  expect(found).toMatchObject([{ name: "mine", state: "failed" }]);
});
