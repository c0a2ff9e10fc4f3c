import type { Step } from "@catalyst/api";

export const STEP_WORDS: Record<Step["kind"], string> = {
  prepare: "Prepare",
  setup: "Setup",
  agent: "Agent",
  verify: "Verify",
  publish: "Publish",
};
