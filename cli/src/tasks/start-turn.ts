import { randomUUID } from "node:crypto";
import type {
  Actor,
  AgentChoice,
  AgentCredential,
  AgentTask,
  ContinueTaskDeps,
  MakeAgentReadyDeps,
  MessageStore,
  Prepare,
} from "@catalyst/core";
import { findNameProblem } from "@catalyst/git";
import { findAgentFor } from "../agents/find-agents.ts";
import type { CliContext } from "../cli-context.ts";
import type { CliConfig } from "../config.ts";
import { findActor, LOCAL_LOGIN, type Stores, withStores } from "../open-stores.ts";
import { leaveDetached } from "../run/run-task.ts";
import { seeThrough } from "../run/see-through.ts";
import { chooseFor, ENVIRONMENT_NAMESPACE, sealForTask } from "../run/submit-run.ts";
import { settingsSourceOf } from "../settings/find-settings-source.ts";
import { readSettings } from "../settings/read-settings.ts";
import { ensureUp } from "../up/ensure-up.ts";
import { findTask } from "./find-task.ts";

export interface TurnInput {
  reference: string;
  isJson: boolean;
  isDetached: boolean;
  /** Another agent than the task's; null: the same. */
  chooseAgent?: (task: AgentTask) => AgentChoice | null;
  /** The use case that stores the further execution; null: there is none to follow. */
  act: (turn: Turn) => Promise<AgentTask | null>;
}

/** What a use case that gives a task a further execution works with. */
interface Turn {
  task: AgentTask;
  actor: Actor;
  agent: AgentChoice | null;
  /** Makes sure of the agent and its key, where one is to start; the keys from the environment for this turn alone. */
  prepare: Prepare;
  stores: Stores;
  deps: ContinueTaskDeps & MakeAgentReadyDeps & { messages: MessageStore; now: () => Date };
}

/** Gives a task a further execution and shows it to its end. */
export async function startTurn(input: TurnInput, context: CliContext): Promise<void> {
  const config = await context.readConfig();
  await withStores(context, async (stores) => {
    const found = await findTask(input.reference, stores);
    const choice = input.chooseAgent?.(found) ?? null;
    const agentType = choice?.agentType ?? found.agentType;
    const prepare = () => makeReady({ agentType, task: found }, { stores, config });
    const actor = await findActor(stores);
    const deps = turnDeps(stores, config);
    const task = await input.act({ task: found, actor, agent: choice, prepare, stores, deps });
    if (task === null) {
      return;
    }
    await ensureUp(config);
    if (input.isDetached) {
      leaveDetached(task, input.isJson, context);
      return;
    }
    const repository = (await stores.repos.get(task.repoId)) ?? { vcs: "local" as const, url: "" };
    await seeThrough({ task, repository, isJson: input.isJson, stores, config }, context);
  });
}

/** The agent is known and has a key; those that are for this turn alone. */
async function makeReady(
  { agentType, task }: { agentType: string; task: AgentTask },
  { stores, config }: { stores: Stores; config: CliConfig },
): Promise<AgentCredential[]> {
  const source = await settingsSourceOf(task, stores, config);
  const agent = await findAgentFor(agentType, { home: config.home, source });
  const user = await stores.repos.ensureUser(LOCAL_LOGIN);
  const choice = await chooseFor({ agent, user, variables: config.providerVariables }, stores);
  return sealForTask({ choice, taskId: task.id, user }, stores);
}

function turnDeps(stores: Stores, config: CliConfig): Turn["deps"] {
  return {
    tasks: stores.tasks,
    messages: stores.messages,
    readEnabledAgents: (task) => readEnabledAgents(task, stores, config),
    findMoveProblem: async ({ repoId, branch }) => {
      const repo = await stores.repos.get(repoId);
      return repo === null ? null : findNameProblem(repo, { branch, isNew: false });
    },
    environmentNamespace: ENVIRONMENT_NAMESPACE,
    newId: randomUUID,
    now: () => new Date(),
  };
}

/** As the settings say by now. */
async function readEnabledAgents(task: AgentTask, stores: Stores, config: CliConfig): Promise<string[] | null> {
  const source = await settingsSourceOf(task, stores, config);
  return source === null
    ? null
    : (await readSettings(source, await stores.repos.ensureConfig(LOCAL_LOGIN))).enabledAgents;
}
