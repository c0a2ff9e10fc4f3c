import { z } from "zod";
import { AbsolutePath } from "../contract/absolute-path.ts";
import { defineRoute } from "../contract/route.ts";
import { Wish } from "../wishes/wish.ts";
import { Agent, AgentFacts, CheckedAgent } from "./agent.ts";

const AgentParams = z.strictObject({ agent: z.string().regex(/^[a-z][a-z0-9-]{0,49}$/) });
const MAX_DEFINITION = 64 * 1024;

/** The agents of the machine where environments are made. */
export const AGENT_ROUTES = {
  listAgents: defineRoute({
    method: "get",
    path: "/agents",
    operationId: "listAgents",
    summary: "The agents that Catalyst brings and those that the owner defined",
    request: {},
    response: { status: 200, description: "All of them", schema: z.object({ data: z.array(Agent) }) },
    errors: ["unsupported"],
  }),
  installAgent: defineRoute({
    method: "post",
    path: "/agents/{agent}/install",
    operationId: "installAgent",
    summary: "Has a worker install an agent, unless it is there",
    request: {
      params: AgentParams,
      body: z
        .strictObject({
          /** The owner's own executable, which is taken instead of the pinned version. */
          from: AbsolutePath.nullable().default(null),
        })
        .meta({ id: "Installation" }),
    },
    response: { status: 202, description: "A worker is at it", schema: Wish, location: "/wishes/{id}" },
    errors: [],
  }),
  checkAgent: defineRoute({
    method: "post",
    path: "/agents/{agent}/check",
    operationId: "checkAgent",
    summary: "Starts an installed agent and asks for its version, in an empty environment",
    request: { params: AgentParams },
    response: { status: 200, description: "What came of it", schema: CheckedAgent },
    errors: ["invalid_configuration"],
  }),
  validateAgent: defineRoute({
    method: "post",
    path: "/agents/validate",
    operationId: "validateAgent",
    summary: "Reads the definition of an agent, without starting anything",
    request: {
      body: z
        .strictObject({
          /** The file's name without its ending. */
          id: z.string().min(1).max(100),
          /** The file as its person knows it. */
          path: z.string().min(1).max(4096),
          text: z.string().max(MAX_DEFINITION),
        })
        .meta({ id: "AgentDefinition" }),
    },
    response: {
      status: 200,
      description: "The agent, or what is wrong",
      schema: z
        .object({ agent: AgentFacts.nullable(), problem: z.string().nullable() })
        .meta({ id: "CheckedDefinition" }),
    },
    errors: [],
  }),
};
