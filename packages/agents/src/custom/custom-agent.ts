import { Definition, type CustomAgent as Described } from "./custom-agent-schema.ts";
import { findProblems } from "./find-problems.ts";

/** How an agent that the registry doesn't have is installed, started and understood. */
export const CustomAgent = Definition.superRefine((agent, context) => {
  for (const { path, message } of findProblems(agent)) {
    context.addIssue({ code: "custom", path, message });
  }
});
export type CustomAgent = Described;
