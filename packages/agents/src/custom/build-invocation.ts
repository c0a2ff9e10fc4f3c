import type { Invocation, InvocationInput } from "../agent-adapter.ts";
import type { CustomAgent } from "./custom-agent-schema.ts";
import { fillIn, type Values } from "./placeholders.ts";

/** Linux takes no longer argument than 128 KiB; a character may be four bytes. */
const MAX_ARGUMENT_LENGTH = 30_000;
/** Below HOME: what is ours. */
const PROMPT_FILE = ".catalyst-agent/prompt.md";

/** How a definition says that its CLI is started. */
export function buildInvocation(agent: CustomAgent, input: InvocationInput): Invocation {
  const promptPath = `${input.home}/${PROMPT_FILE}`;
  const isLong = agent.prompt === "argument" && input.prompt.length > MAX_ARGUMENT_LENGTH;
  const values = valuesFor(
    agent,
    input,
    isLong ? `What you are asked to do is in ${promptPath}: read that file.` : null,
  );
  const args = argsFor(agent, input, values);
  const isPromptInArgs = agent.prompt === "argument" && !args.some(({ isPrompt }) => isPrompt);
  return {
    command: commandOf(agent, input),
    args: [...args.map(({ text }) => text), ...(isPromptInArgs ? [values.prompt ?? ""] : [])],
    env: Object.fromEntries(
      Object.entries(agent.env).flatMap(([name, text]) => {
        const value = fillIn(text, values);
        return value === null ? [] : [[name, value]];
      }),
    ),
    stdin: agent.prompt === "stdin" ? input.prompt : null,
    files: [
      ...Object.entries(agent.files).map(([path, text]) => ({
        path: `${input.home}/${path}`,
        content: fillIn(text, values) ?? "",
      })),
      ...(agent.prompt === "file" || isLong ? [{ path: promptPath, content: input.prompt }] : []),
    ],
  };
}

function commandOf({ install, command }: CustomAgent, { agentFolder }: InvocationInput): string {
  return install === null ? command : `${agentFolder}/${command}`;
}

function argsFor(agent: CustomAgent, input: InvocationInput, values: Values): { text: string; isPrompt: boolean }[] {
  const lists = [
    agent.args,
    input.purpose === "plan" ? (agent.planArgs ?? []) : agent.workArgs,
    values.model === null ? [] : agent.modelArgs,
    input.resumeSessionId === null ? [] : (agent.resumeArgs ?? []),
  ];
  return lists.flat().map((text) => ({ text: fillIn(text, values) ?? "", isPrompt: text === "{prompt}" }));
}

function valuesFor(agent: CustomAgent, input: InvocationInput, insteadOfPrompt: string | null): Values {
  const rootUrl = `${input.gatewayUrl}/llm/${input.provider}`;
  return {
    prompt: insteadOfPrompt ?? toArgument(input.prompt),
    promptFile: `${input.home}/${PROMPT_FILE}`,
    model: input.model ?? agent.model,
    sessionId: input.resumeSessionId,
    token: input.token,
    baseUrl: `${rootUrl}${agent.dialect.startsWith("openai") ? "/v1" : ""}`,
    rootUrl,
    home: input.home,
    repository: input.repositoryPath,
    installation: input.agentFolder,
  };
}

/** A prompt that begins with a dash would be an option. */
function toArgument(prompt: string): string {
  return prompt.startsWith("-") ? `\n${prompt}` : prompt;
}
