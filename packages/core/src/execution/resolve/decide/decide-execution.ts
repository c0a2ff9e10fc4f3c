import type { CatalogEntry } from "../../../agent/agent-catalog.ts";
import { projectAgentPath } from "../../../agent/agent-file.ts";
import type { AgentId } from "../../../agent/agent-id.ts";
import { CatalystError } from "../../../catalyst-error.ts";
import { preferNamed } from "../../../credential/choose-credential.ts";
import type { SettingSource } from "../../../settings/settings-input.ts";
import { checkEnabled } from "../../../task/submit/check-enabled.ts";
import type { StoredWay } from "../../../way.ts";
import type { ReadBase } from "../read-base.ts";
import { decideCredential } from "./decide-credential.ts";
import { decideReviewed } from "./decide-reviewed.ts";
import type { Deciding } from "./deciding.ts";
import type { DecidedExecution } from "./decision.ts";

/** Agent, model and key of an execution. Throws for an agent that may not or can't be used, and one without a key. */
export async function decideExecution(deciding: Deciding, read: ReadBase): Promise<DecidedExecution> {
  const { execution, deps } = deciding;
  const { settings } = read;
  const agentType = chooseAgent(deciding, settings.defaultAgent);
  const agentFile = await read.findAgentFile(agentType);
  const agent = await deps.agents.find(agentType, agentFile).catch((error: unknown) => {
    throw isDefault(deciding) ? nameSource(error, settings.sources.defaultAgent) : error;
  });
  checkEnabled(agentType, settings.enabledAgents);
  await checkNamed(deciding, agent, read);
  const model = chooseModel(deciding, agentType, settings);
  const credential = await decideCredential(deciding, preferNamed(agent, model));
  return {
    id: execution.id,
    purpose: execution.purpose,
    agentType,
    model,
    baseCommit: read.commit,
    settingsCommit: read.settingsCommit,
    resolution: {
      settings,
      settingsNote: read.settingsNote,
      agentFile,
      instructionPaths: read.instructionPaths,
      credential,
      reviewed: await decideReviewed(deciding, read),
      bringsBase: read.isToBring,
      notes: [],
    },
  };
}

/** What was decided before for what this execution goes on with. */
function findPrevious({ task, continued }: Deciding): { agentType: AgentId; model: string | null } | null {
  const previous = continued?.agentType != null ? continued : task;
  return previous.agentType === null ? null : { agentType: previous.agentType, model: previous.model };
}

function isDefault(deciding: Deciding): boolean {
  return deciding.execution.asked.agent === null && findPrevious(deciding) === null;
}

/** Nobody typed the name: what is wrong with it is mended where it was said. */
function nameSource(error: unknown, source: SettingSource | undefined): unknown {
  if (!(error instanceof CatalystError) || source === "default") {
    return error;
  }
  const isOfFile = source === "file";
  const where = isOfFile ? "of the repository's .catalyst/config.yaml at the base" : "that you set";
  const way: StoredWay = isOfFile ? { kind: "mend", what: "settings" } : { kind: "set_setting", key: "defaultAgent" };
  return new CatalystError(error.code, `${error.message}\nIt is the defaultAgent ${where}.`, { cause: error, way });
}

function chooseAgent(deciding: Deciding, defaultAgent: AgentId): AgentId {
  return deciding.execution.asked.agent ?? findPrevious(deciding)?.agentType ?? defaultAgent;
}

/** A model that the settings name means something to their default agent only. */
function chooseModel(
  deciding: Deciding,
  agentType: AgentId,
  { defaultAgent, model }: { defaultAgent: AgentId; model: string | null },
): string | null {
  const { asked } = deciding.execution;
  const previous = findPrevious(deciding);
  if (asked.model !== null) {
    return asked.model;
  }
  if (previous?.agentType === agentType) {
    return previous.model;
  }
  return agentType === defaultAgent ? model : null;
}

/** Who named it once has named it for all that goes on from there. A repository alone can't have its own program run, and spend money, on the machine of whoever looks at it. */
async function checkNamed({ task, deps }: Deciding, { id, owner }: CatalogEntry, { config }: ReadBase): Promise<void> {
  if (owner !== "project") {
    return;
  }
  const asked = (await deps.executions.listForTask(task.id)).map((one) => one.asked);
  const isNamed = [...asked, ...task.asked.agents].some(({ agent }) => agent === id);
  const isEnabled = config?.ownerKeys.includes("enabledAgents") === true && config.enabledAgents.includes(id);
  if (!isNamed && !isEnabled) {
    throw new CatalystError(
      "forbidden",
      `The repository's settings choose the agent "${id}", which only the repository itself describes. Look at ${projectAgentPath(id)} first.`,
      { way: { kind: "choose", what: "agent", example: id } },
    );
  }
}
