import { type ScriptedStep, startScriptedModel } from "@catalyst/agents/scripted-model";
import { type WatchedModel, watchModel } from "./watch-model.ts";

const KEY = "sk-scripted-0123456789";

/** A scripted model as a person would name it to `catalyst run`. */
export interface StartedModel extends Pick<WatchedModel, "requests" | "holdFrom" | "untilAsked" | "stop"> {
  /** The variables with its key and address. */
  env: Record<string, string>;
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
  return {
    env,
    requests,
    holdFrom,
    untilAsked,
    async stop() {
      await stop();
      await model.stop();
    },
  };
}
