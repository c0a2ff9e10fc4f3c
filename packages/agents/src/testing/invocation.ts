import type { Invocation, InvocationInput } from "../agent-adapter.ts";

/** What an adapter is asked with, in tests of how it starts its CLI. */
export const INVOCATION_INPUT: InvocationInput = {
  prompt: "Do it.",
  model: null,
  token: "the-token",
  gatewayUrl: "http://gateway",
  provider: "anthropic",
  home: "/home/agent",
  repositoryPath: "/workspace/repository",
  agentFolder: "/opt/agent",
  purpose: "work",
  resumeSessionId: null,
};

/** The argument that follows an option. */
export function optionOf({ args }: Pick<Invocation, "args">, option: string): string | undefined {
  return args[args.indexOf(option) + 1];
}
