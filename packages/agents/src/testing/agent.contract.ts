import { ExecutionEventBody } from "@catalyst/core";
import { expect, test } from "vitest";
import type { AgentDefinition } from "../agent-definition.ts";
import type { AgentRun } from "./recording.ts";
import { SCENARIO_COMMIT, SCENARIO_PLAN, SCENARIO_SUMMARY, SCENARIOS, type Scenario } from "./scenario.ts";

/** What every agent promises on the output of its CLI, wherever that comes from: a recording, or the CLI itself. */
export function agentContract(agent: AgentDefinition, play: (scenario: Scenario) => Promise<AgentRun>): void {
  test.each(SCENARIOS)(`${agent.id}: $name ends as $outcome`, async (scenario) => {
    const { lines, exit } = await play(scenario);
    const output = lines.join("\n");
    const reader = agent.adapter.createOutputReader();
    const read = lines.flatMap((line) => reader.read(line));
    const end = reader.end(exit);
    const events = [...read, ...end.events].map((event) => ExecutionEventBody.parse(event));
    expect(end.outcome, output).toBe(scenario.outcome);
    expect(end.summary, output).not.toBeNull();
    if (scenario.purpose === "plan") {
      expectPlan(events, end.summary);
      return;
    }
    if (scenario.outcome === "completed") {
      expect(end.summary).toContain(SCENARIO_SUMMARY);
      expectMessage(events);
      const told = events.map(({ type }) => type);
      expect(told, output).toEqual(expect.arrayContaining(["session", "tool_call", "agent_usage"]));
      expectTools(events);
      if (agent.features.includes("auto-commit")) {
        expect(output).toMatch(/Commit [0-9a-f]{7} /);
      }
    }
  });
}

/** It is the plan that the CLI tells of by its own means, else the agent's last words. */
function expectPlan(events: ExecutionEventBody[], summary: string | null): void {
  const told = events.findLast((event) => event.type === "plan");
  expect(told?.markdown ?? summary, JSON.stringify(events)).toContain(SCENARIO_PLAN);
}

function expectMessage(events: ExecutionEventBody[]): void {
  const text = expect.stringContaining(SCENARIO_SUMMARY);
  expect(events).toContainEqual({ type: "message", role: "assistant", text });
}

/** The edit and the command are told as calls of tools, and the command's end with its success. */
function expectTools(events: ExecutionEventBody[]): void {
  const calls = events.filter((event) => event.type === "tool_call");
  const calling = (text: string) => calls.find(({ summary }) => summary.includes(text));
  expect(calling("price.js"), JSON.stringify(calls)).toBeDefined();
  const callId = calling(SCENARIO_COMMIT)?.callId;
  expect(callId, JSON.stringify(calls)).toBeDefined();
  expect(events).toContainEqual(expect.objectContaining({ type: "tool_result", callId, isError: false }));
}
