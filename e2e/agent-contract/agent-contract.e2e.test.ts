import { AGENTS_WITH_MODEL } from "@catalyst/agents";
import { PLAN_SCENARIO, SCENARIO_COMMIT, type Scenario } from "@catalyst/agents/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { agentContract } from "../../packages/agents/src/testing/agent.contract.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";
import { installForPlay, type Played, playScenario } from "./play-scenario.ts";

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
});

afterAll(() => home.remove());

// Much of the time is spent waiting for a model that hangs, and in pauses before retries.
describe.each(AGENTS_WITH_MODEL)("the real CLI of $id", { concurrent: true }, (agent) => {
  let agentFolder: string;

  beforeAll(async () => {
    agentFolder = await installForPlay(home, agent);
  });

  agentContract(agent, async (scenario) => {
    const played = await playScenario(agent, agentFolder, scenario);
    expectRealEnd(scenario, played);
    return played;
  });

  if (agent.canPlan) {
    test(`${agent.id}: its plan mode changes nothing where it could`, async () => {
      const played = await playScenario(agent, agentFolder, { ...PLAN_SCENARIO, isWritable: true });
      expectRealEnd(PLAN_SCENARIO, played);
    });
  }
});

/** What no recording can tell: the CLI ended by itself, met the fault, and its commit is in the repository or isn't. */
function expectRealEnd(
  { faults, outcome, purpose }: Scenario,
  { exit, recorded, logged, commits, price, stderr, lines }: Played,
): void {
  const said = [...lines, stderr].join("\n");
  expect(exit.timedOut, said).toBe(false);
  const failures = recorded.filter(({ type }) => type === "llm_error");
  const isRefused = faults?.fault.kind === "status" || faults?.fault.kind === "hang";
  expect(failures.length > 0, [JSON.stringify(recorded), said, logged].join("\n")).toBe(isRefused);
  const isChanged = outcome === "completed" && purpose === "work";
  expect(commits, said).toEqual(isChanged ? [SCENARIO_COMMIT, "Start"] : ["Start"]);
  expect(price).toContain(isChanged ? "return 2;" : "return 1;");
}
