import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { AGENTS_WITH_MODEL, type AgentDefinition, findAgent } from "@catalyst/agents";
import { startScriptedModel } from "@catalyst/agents/scripted-model";
import type { Task } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import type { TaskKey } from "@catalyst/core";
import { branchOf, CatalystError } from "@catalyst/core/apart";
import { createRepository, readAskedHead } from "@catalyst/git/apart";
import { makeTemporaryFolder } from "@catalyst/machine/apart";
import { openApi } from "../api/open-api.ts";
import type { CliContext } from "../cli-context.ts";
import { exitCodeForTask } from "../exit/exit-code-of-task.ts";
import { EXIT_CODES } from "../exit/exit-codes.ts";
import { formatElapsed } from "../output/words/format-quantity.ts";
import { seeThrough } from "../run/follow/see-through.ts";
import { readIssue } from "../run/options/read-issue.ts";
import { DEMO_FILES, DEMO_ISSUE, DEMO_STEPS } from "./demo-repository.ts";
import { installForDemo } from "./install-for-demo.ts";
import { openDemoProject } from "./open-demo-project.ts";
import { runTestInSandbox } from "./run-test-in-sandbox.ts";
import { sayHowToFind } from "./say-how-to-find.ts";

const AGENTS = AGENTS_WITH_MODEL.map(({ id }) => id);
const TIMEOUT_SECONDS = 300;

export interface DemoInput {
  agentId: string;
  isKept: boolean;
}

/** The whole path on a small repository: real agent, sandbox, gateway and publishing; only the model is scripted. */
export async function runDemo(input: DemoInput, context: CliContext): Promise<void> {
  const agent = findAgent(input.agentId);
  if (!AGENTS.includes(agent.id)) {
    throw new CatalystError(
      "invalid_input",
      `Starting the demo with "${input.agentId}" failed: it can show ${AGENTS.join(", ")}.`,
    );
  }
  const { output } = context;
  const startedAt = Date.now();
  const client = await openApi(context);
  await installForDemo(agent, client, context);
  const path = join(await makeTemporaryFolder("catalyst-demo-"), "shop");
  output.data(output.colors.bold(`Demo: ${agent.name} mends a repository with a failing test.`));
  output.data("The MODEL IS SCRIPTED: it runs on this machine and says what was written for it beforehand.");
  output.data(
    `Everything else is real: ${agent.name} ${agent.install.kind === "none" ? "" : `${agent.install.version} `}itself, the sandbox, the gateway, the policy, the branch.`,
  );
  let isDone = false;
  try {
    await createRepository({ path, files: DEMO_FILES, message: "Sell things" });
    const task = await playDemo({ agent, path }, client, context);
    isDone = task.status === "completed";
    report({ path, task, isKept: input.isKept, elapsedMilliseconds: Date.now() - startedAt }, context);
    const how = isDone ? sayHowToFind((await context.readConfig()).processEnv.PATH) : null;
    if (how !== null) {
      output.data(how);
    }
  } finally {
    if (!input.isKept || !isDone) {
      await rm(join(path, ".."), { recursive: true, force: true });
    }
  }
}

async function playDemo(
  { agent, path }: { agent: AgentDefinition; path: string },
  client: ApiClient,
  context: CliContext,
): Promise<Task> {
  const { output } = context;
  const project = await openDemoProject(client);
  const model = await startScriptedModel({ agentId: agent.id, steps: DEMO_STEPS });
  try {
    heading("1. The repository's test, in the sandbox, before", context);
    const before = await runTestInSandbox({ path, branch: null, project }, client, context);
    output.data(
      before === 0
        ? "The test passes already, which it shouldn't."
        : `The test fails, as it should (exit code ${before}).`,
    );
    heading(`2. ${agent.name} works on the issue`, context);
    const task = await submitDemo({ agent, path, project, baseUrl: model.baseUrl }, client);
    const ended = await seeThrough({ task, isJson: false, isBrief: true }, client, context);
    const branch = branchOf(ended.result);
    if (ended.status !== "completed" || branch === null) {
      return ended;
    }
    heading("3. The repository's test, in the sandbox, on the new branch", context);
    const after = await runTestInSandbox({ path, branch, project }, client, context);
    output.data(after === 0 ? "The test passes." : `The test fails (exit code ${after}).`);
    context.setExitCode(before !== 0 && after === 0 ? EXIT_CODES.ok : EXIT_CODES.failed);
    return ended;
  } finally {
    await model.stop();
  }
}

async function submitDemo(
  { agent, path, project, baseUrl }: { agent: AgentDefinition; path: string; project: string; baseUrl: string },
  client: ApiClient,
): Promise<Task> {
  return client.call("createTask", {
    body: {
      repository: { kind: "folder", ...(await readAskedHead(path)) },
      project,
      source: { kind: "issue", ...readIssue(DEMO_ISSUE, "the demo"), path: null },
      agents: [{ agent: agent.id, model: null }],
      timeoutSeconds: TIMEOUT_SECONDS,
      keys: [scriptedKey(agent, baseUrl)],
      ownKeysFirst: true,
    },
  });
}

/** A key for the task alone that is worth nothing anywhere: requests with it go to the scripted model. */
function scriptedKey(agent: AgentDefinition, baseUrl: string): TaskKey {
  const provider = agent.providers[0] ?? "anthropic";
  const key = `demo-${randomBytes(12).toString("hex")}`;
  // OpenAI's base URL ends with the version, Anthropic's doesn't.
  return { provider, key, baseUrl: provider === "openai" ? `${baseUrl}/v1` : baseUrl };
}

function heading(text: string, { output }: CliContext): void {
  output.data("");
  output.data(output.colors.bold(text));
}

function report(
  {
    path,
    task,
    isKept,
    elapsedMilliseconds,
  }: { path: string; task: Task; isKept: boolean; elapsedMilliseconds: number },
  { output, setExitCode }: CliContext,
): void {
  output.data("");
  const elapsed = formatElapsed(elapsedMilliseconds);
  if (task.status !== "completed") {
    setExitCode(exitCodeForTask(task));
    output.data(`The demo didn't come to its end (${elapsed}). What the machine lacks: catalyst doctor`);
    return;
  }
  output.data(
    `${output.colors.green("✓")} ${output.colors.bold(`Demo done in ${elapsed}`)}, with a scripted model and no key.`,
  );
  output.data("The price shown is what the same tokens would cost with a real model; nothing was paid.");
  output.data(
    isKept
      ? `The repository is in ${path}. Look at it: git -C ${path} diff main...${task.branch}`
      : "The repository is removed again; with --keep it stays for you to look at.",
  );
  const agentId = task.agentType ?? AGENTS[0] ?? "";
  const isDefault = agentId === AGENTS[0];
  output.data(
    `Now yours: catalyst credentials add ${findAgent(agentId).provider}, then catalyst run "Fix the failing test" --repo .${isDefault ? "" : ` --agent ${agentId}`}`,
  );
}
