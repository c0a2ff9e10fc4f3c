import type { ListedTask } from "@catalyst/api";
import { expect, it } from "vitest";
import { groupNeeds } from "./group-needs.ts";

const PLAN = { markdown: "1. Look", executionId: "", approvedAt: null, isEdited: false };

function task(said: object): ListedTask {
  return { status: "awaiting_approval", plan: null, result: null, options: { race: null }, ...said } as ListedTask;
}

it("tasks stand by what is asked, and those that need nobody don't", () => {
  const [plan, budget, race] = [
    task({ plan: PLAN }),
    task({ status: "paused_budget" }),
    task({ options: { race: { pick: "person" } } }),
  ];
  const groups = groupNeeds([race, task({ status: "running" }), budget, plan, task({})]);
  expect(groups.map(({ need, tasks }) => [need, tasks.length])).toEqual([
    ["plan", 1],
    ["budget", 1],
    ["race", 1],
    ["result", 1],
  ]);
});
