import { AgentId, AskedWork } from "@catalyst/core";
import { expect, test } from "vitest";
import { findAgent, lookUpAgent } from "./registry.ts";

const nothing = {
  formats: { parseYaml: () => ({ kind: "error" }) as never },
  readFile: async () => null,
  listIds: async () => [],
};

test("codex is another name of codex-cli, wherever an agent is named", async () => {
  expect(AgentId.parse("codex")).toBe("codex-cli");
  expect(findAgent("codex").id).toBe("codex-cli");
  expect((await lookUpAgent("codex", nothing)).id).toBe("codex-cli");
  expect(AskedWork.shape.agents.parse([{ agent: "codex", model: null }])).toEqual([
    { agent: "codex-cli", model: null },
  ]);
});

test.each(["", "Codex", "constructor", "__proto__"])("%o is the name of no agent that there is", (id) => {
  expect(() => findAgent(id)).toThrow("Unknown agent");
});
