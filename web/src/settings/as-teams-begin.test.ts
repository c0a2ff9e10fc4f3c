import { expect, test } from "vitest";
import type { OwnSettings } from "../actions/projects.ts";
import { isAsTeamsBegin } from "./as-teams-begin.ts";

test("a team's project begins with two agents: others are what somebody said", () => {
  const saying = (enabledAgents: string[]) => ({ enabledAgents, model: null }) as unknown as OwnSettings["settings"];
  expect(isAsTeamsBegin("enabledAgents", saying(["claude-code", "aider"]))).toBe(true);
  expect(isAsTeamsBegin("enabledAgents", saying(["claude-code"]))).toBe(false);
  expect(isAsTeamsBegin("model", saying(["claude-code", "aider"]))).toBe(false);
});
