import { readFile } from "node:fs/promises";
import { AGENTS_WITH_MODEL } from "@catalyst/agents";
import { expect, test } from "vitest";
import { defineGuideAgent } from "../custom-agents/guide-agent.ts";
import { renderFeatures } from "./render-features.ts";

test("the guide's table of agents and features says what the journeys saw", async () => {
  const agents = [...AGENTS_WITH_MODEL, await defineGuideAgent()];
  const read = (id: string) => readFile(new URL(`seen/${id}.json`, import.meta.url), "utf8");
  const all = await Promise.all(agents.map(async (agent) => ({ agent, seen: JSON.parse(await read(agent.id)) })));
  const page = renderFeatures(all);
  expect(page).not.toContain("| ? |");
  await expect(page).toMatchFileSnapshot("../../docs/guide/features.md");
});
