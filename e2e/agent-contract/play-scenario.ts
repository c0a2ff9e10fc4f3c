import { readdir, rm } from "node:fs/promises";
import type { AgentDefinition } from "@catalyst/agents";
import { startScriptedModel } from "@catalyst/agents/scripted-model";
import { type AgentRun, SCENARIO_FILES, SCENARIO_STEPS, type Scenario } from "@catalyst/agents/testing";
import type { CredentialProvider, StoredEventBody } from "@catalyst/core";
import { findInstalledAgent } from "@catalyst/sandbox";
import { forwardPort } from "../../gateway/src/testing/forward-port.ts";
import { startTestGateway } from "../../gateway/src/testing/start-test-gateway.ts";
import { createGitRepository } from "../git-repository.ts";
import type { TestHome } from "../start-catalyst.ts";
import { runAgentCli } from "./run-agent-cli.ts";

/** How long the gateway waits for the model: a model that hangs costs this twice. */
const SILENCE_SECONDS = 3;
/** Their base URLs end with the version. */
const VERSIONED: CredentialProvider[] = ["openai", "openai-compatible", "openrouter"];

/** What a run may have of its own; without `provider` it is the agent's preferred one. */
interface Play extends Pick<Scenario, "faults">, Partial<Pick<Scenario, "purpose" | "steps">> {
  files?: Record<string, string>;
  provider?: CredentialProvider;
  model?: string;
  /** For a plan whose workspace could be written all the same. */
  isWritable?: boolean;
}

export interface Played extends AgentRun {
  stderr: string;
  /** What the gateway recorded of the execution. */
  recorded: StoredEventBody[];
  /** What the gateway logged, for whoever reads why it recorded nothing. */
  logged: string;
  /** Subjects of the repository's commits, the newest first. */
  commits: string[];
  price: string;
  /** What lies in the repository's folder. */
  files: string[];
  /** What the model was asked, as JSON. */
  asked: string[];
}

/** The folder of the agent's pinned version, installed by `catalyst agents install` where it isn't yet. */
export async function installForPlay(home: TestHome, agent: AgentDefinition): Promise<string> {
  const { exitCode, stdout, stderr } = await home.run(["agents", "install", agent.id]);
  const installed = await findInstalledAgent({ home: home.path, agent });
  if (exitCode !== 0 || installed === null) {
    throw new Error(`Installing ${agent.id} for its contract failed:\n${stdout}${stderr}`);
  }
  return installed.folder;
}

/** The agent's real CLI through the real gateway against a scripted model, in a repository of its own. */
export async function playScenario(agent: AgentDefinition, agentFolder: string, scenario: Play): Promise<Played> {
  const faults = scenario.faults ?? undefined;
  const model = await startScriptedModel({ agentId: agent.id, steps: scenario.steps ?? SCENARIO_STEPS, faults });
  const gateway = await startTestGateway({ limits: { upstreamFirstByteSeconds: SILENCE_SECONDS } });
  const provider = scenario.provider ?? agent.provider ?? "anthropic";
  const baseUrl = VERSIONED.includes(provider) ? `${model.baseUrl}/v1` : model.baseUrl;
  const { token, executionId } = await gateway.grant({ provider, key: "key-of-the-contract-suite", baseUrl });
  const { port, close } = await forwardPort(await gateway.socketOf(executionId));
  const repository = await createGitRepository({ ...SCENARIO_FILES, ...scenario.files });
  try {
    const gatewayUrl = `http://127.0.0.1:${port}`;
    const purpose = scenario.purpose ?? "work";
    const isWritable = scenario.isWritable ?? purpose === "work";
    const how = { provider, model: scenario.model ?? null, purpose, isWritable };
    const run = await runAgentCli({ ...how, agent, agentFolder, repositoryPath: repository.path, gatewayUrl, token });
    const commits = (await repository.git("log", "--format=%s")).split("\n");
    const price = await repository.git("show", "HEAD:price.js");
    const files = await readdir(repository.path);
    const told = { recorded: gateway.eventsOf(executionId), logged: gateway.logged() };
    return { ...run, ...told, commits, price, files, asked: model.asked() };
  } finally {
    await close();
    await gateway.stop();
    await model.stop();
    await rm(repository.path, { recursive: true, force: true });
  }
}
