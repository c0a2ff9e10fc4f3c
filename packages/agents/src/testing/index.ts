export { type AgentRun, writeRecording } from "./recording.ts";
export {
  PLAN_SCENARIO,
  SCENARIO_COMMIT,
  SCENARIO_FILES,
  SCENARIO_PLAN,
  SCENARIO_STEPS,
  SCENARIO_SUMMARY,
  SCENARIOS,
  type Scenario,
} from "./scenario.ts";
