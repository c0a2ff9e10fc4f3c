import { z } from "zod";

/** What is told of an agent, installed or not. */
export const AgentFacts = z.object({
  id: z.string(),
  name: z.string(),
  providers: z.array(z.string()),
  command: z.string(),
  args: z.array(z.string()),
  envVars: z.array(z.string()),
  features: z.array(z.string()),
  canPlan: z.boolean(),
  canResume: z.boolean(),
  canSteer: z.boolean(),
  definedBy: z.enum(["catalyst", "user"]),
});
export type AgentFacts = z.infer<typeof AgentFacts>;

/** An agent of a machine, or why its definition is none. `version` null: it needs no installation. */
export const KnownAgent = z.union([
  AgentFacts.extend({ version: z.string().nullable(), isInstalled: z.boolean(), problem: z.null() }),
  z.object({ id: z.string(), problem: z.string() }),
]);
export type KnownAgent = z.infer<typeof KnownAgent>;

/** What came of starting an agent's executable for its version. */
export const StartedAgent = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("built_in") }),
  z.object({ outcome: z.literal("absent"), version: z.string() }),
  z.object({ outcome: z.literal("ok"), version: z.string() }),
  /** `said`: why it doesn't start. `folder`: where it is installed. */
  z.object({ outcome: z.literal("broken"), said: z.string(), folder: z.string() }),
]);
export type StartedAgent = z.infer<typeof StartedAgent>;

/** What a definition comes to: the agent, or what is wrong with it. */
export const CheckedDefinition = z.object({ agent: AgentFacts.nullable(), problem: z.string().nullable() });
export type CheckedDefinition = z.infer<typeof CheckedDefinition>;
