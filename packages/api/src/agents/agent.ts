import { z } from "zod";

const FACTS = {
  id: z.string(),
  name: z.string(),
  /** Whose keys it can use, the preferred one first. */
  providers: z.array(z.string()),
  command: z.string(),
  args: z.array(z.string()),
  envVars: z.array(z.string()),
  features: z.array(z.string()),
  canPlan: z.boolean(),
  canResume: z.boolean(),
  canSteer: z.boolean(),
  definedBy: z.enum(["catalyst", "user"]),
};

/** What is told of an agent, installed or not. */
export const AgentFacts = z.object(FACTS).meta({ id: "AgentFacts" });
export type AgentFacts = z.infer<typeof AgentFacts>;

const UsableAgent = z
  .object({
    ...FACTS,
    /** null: it needs no installation. */
    version: z.string().nullable(),
    isInstalled: z.boolean(),
    problem: z.null(),
  })
  .meta({ id: "Agent" });

/** `problem`: what is wrong with its definition. */
const BrokenAgent = z.object({ id: z.string(), problem: z.string() }).meta({ id: "BrokenAgent" });

/** An agent of the machine where environments are made. */
export const Agent = z.union([UsableAgent, BrokenAgent]);
export type Agent = z.infer<typeof Agent>;

/** What came of starting an agent's executable for its version. */
export const CheckedAgent = z
  .object({
    id: z.string(),
    outcome: z.enum(["built_in", "absent", "ok", "broken"]),
    /** What it says itself, or the one that would be installed. */
    version: z.string().nullable(),
    /** Why it doesn't start. */
    detail: z.string().nullable(),
    /** Where one is installed that doesn't start. */
    folder: z.string().nullable(),
  })
  .meta({ id: "CheckedAgent" });
export type CheckedAgent = z.infer<typeof CheckedAgent>;
