import { type ScriptedStep, startScriptedModel } from "@catalyst/agents/scripted-model";
import { type WatchedModel, watchModel } from "./watch-model.ts";

const KEY = "sk-scripted-0123456789";

/** A scripted model as a person would name it to `catalyst run`. */
export interface StartedModel extends Pick<WatchedModel, "requests" | "holdFrom" | "untilAsked"> {
  /** The variables with its key and address. */
  env: Record<string, string>;
  /** Once, however often it is called. */
  stop(): Promise<void>;
}

/** It speaks to the agent's CLI, whose model it is under every provider's name. */
export async function startModel(agentId: string, steps: ScriptedStep[]): Promise<StartedModel> {
  const model = await startScriptedModel({ agentId, steps });
  const { baseUrl, requests, holdFrom, untilAsked, stop } = await watchModel(model.baseUrl);
  const env = {
    ...{ ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: baseUrl },
    ...{ OPENAI_API_KEY: KEY, OPENAI_BASE_URL: `${baseUrl}/v1` },
    ...{ GEMINI_API_KEY: KEY, GOOGLE_GEMINI_BASE_URL: baseUrl },
  };
  let stopped: Promise<void> | undefined;
  return {
    env,
    requests,
    holdFrom,
    untilAsked,
    stop() {
      stopped ??= stop().then(() => model.stop());
      return stopped;
    },
  };
}
