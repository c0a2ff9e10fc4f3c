import type { CatalogEntry } from "../../agent/agent-catalog.ts";
import type { ContextFile } from "../../environment/stages/context-file.ts";
import { buildAgentPrompt } from "../../prompt/build-agent-prompt.ts";
import { buildTurnPrompt, type Turn } from "../../prompt/build-turn-prompt.ts";
import type { RemovedText } from "../../prompt/clean-untrusted-text.ts";
import { CHANGE_FILE, collectAgentContext } from "../../prompt/collect-agent-context.ts";
import { contextFiles } from "../../prompt/pieces/context-files.ts";
import { piecesSince } from "../../prompt/pieces/pieces-since.ts";
import type { SaidBefore } from "../../prompt/review-rules.ts";
import { PURPOSES } from "../../task/execution-purpose.ts";
import { findContinued } from "../find-continued.ts";
import { findSaid } from "../publish/forge/write-review.ts";
import type { Step } from "../step.ts";
import { collectHistory } from "./collect-history.ts";
import { findFacts } from "./find-facts.ts";
import { readImages } from "./read-images.ts";
import { readStart } from "./read-start.ts";

/** What the agent is told when it starts, and the session of its own in which it is told so. */
export interface BuiltTurn {
  prompt: string;
  contextFiles: ContextFile[];
  /** null: a new session, whose prompt says everything. */
  resumeSessionId: string | null;
  /** What a person said last of what it begins with; null: nothing beyond the task. */
  message: string | null;
}

/** Of an environment in which no agent works. */
export const NO_TURN: BuiltTurn = { prompt: "", contextFiles: [], resumeSessionId: null, message: null };

/** What the agent finds around it. */
interface AgentsEnvironment {
  reachableHosts: string[];
  /** The only folders that are checked out; empty: all. */
  sparsePaths: string[];
  /** The commit that it begins at. */
  startCommit: string;
}

interface WantedTurn extends AgentsEnvironment {
  agent: CatalogEntry;
  /** What is to be done first, by the trusted side's own words; null: nothing beyond what people say. */
  instruction: string | null;
}

/**
 * An agent that goes on in its own session is told what is new; any other gets the whole task, and what happened so far
 * where it isn't the first.
 */
export async function buildTurn(step: Step, { agent, instruction, ...environment }: WantedTurn): Promise<BuiltTurn> {
  const { execution, task, deps } = step;
  const messages = [...(instruction === null ? [] : [instruction]), ...(await takeMessages(step))];
  const message = messages.at(-1) ?? null;
  // The script agent's prompt is a program: wrapping it in words would break it.
  if (agent.providers.length === 0) {
    const prompt = message ?? (task.contextPayload.body || task.contextPayload.title);
    return { prompt, contextFiles: [], resumeSessionId: null, message };
  }
  const fence = deps.newFence();
  const turn: Turn = {
    purpose: PURPOSES[execution.purpose].agent ?? "work",
    approvedPlan: task.plan?.approvedAt == null ? null : task.plan,
    messages,
    fence,
    isMoved: execution.evictions > 0,
  };
  const resumeSessionId = await findSession(step, agent);
  const news = resumeSessionId === null ? null : piecesSince(task.contextPayload);
  const { text: images, files: imageFiles } = await readImages(step, news);
  if (news !== null) {
    const prompt = buildTurnPrompt({ ...turn, images }, news);
    const files = [...contextFiles(task.contextPayload), ...imageFiles];
    return { prompt, contextFiles: files, resumeSessionId, message };
  }
  const context = await describeTask(step, { commit: execution.baseCommit, fence, ...environment });
  const history = await collectHistory(step);
  const prompt = buildAgentPrompt(context, { ...turn, images, history });
  const { file = null } = context.change ?? {};
  const change = file === null ? [] : [{ name: CHANGE_FILE, text: file }];
  const files = [...contextFiles(task.contextPayload, context.change?.text.length), ...imageFiles, ...change];
  return { prompt, contextFiles: files, resumeSessionId: null, message };
}

/** Each person's message once: a step that is repeated finds those that it took before. */
async function takeMessages({ execution, task, deps }: Step): Promise<string[]> {
  await deps.messages.takeUndelivered({ taskId: task.id, executionId: execution.id });
  return (await deps.messages.listDelivered(execution.id)).map(({ text }) => text);
}

async function findSession(step: Step, agent: CatalogEntry): Promise<string | null> {
  const { execution, deps } = step;
  if (execution.evictions > 0 && agent.canResume && (await deps.sessions.has(execution.id))) {
    return execution.sessionId;
  }
  const continued = await findContinued(step);
  const isSame = agent.canResume && continued?.agentType === agent.id;
  return isSame && (await step.deps.sessions.has(continued.id)) ? continued.sessionId : null;
}

async function describeTask(step: Step, about: { commit: string; fence: string } & AgentsEnvironment) {
  const { task, repo, lease, deps } = step;
  const { baseCommit, resolution } = step.execution;
  const reviewed =
    resolution.reviewed === null
      ? null
      : {
          ...{ base: task.baseBranch, baseCommit, paths: task.options.review?.paths ?? [] },
          said: await findSaidBefore(step),
        };
  const { context, removed } = await collectAgentContext(
    {
      task,
      repo,
      executionId: lease.executionId,
      ...about,
      reviewed,
      change: await readStart(step, about.startCommit),
      facts: await findFacts(step),
    },
    deps,
  );
  if (removed.length > 0) {
    const text = `Removed from the task's text: ${removed.map(describeRemoved).join(", ")}.`;
    const body = { type: "log", stream: "system", text } as const;
    await deps.events.tell(lease, body);
  }
  return context;
}

function describeRemoved({ kind, count }: RemovedText): string {
  return `${count} ${kind.replaceAll("_", " ")}${count === 1 ? "" : "s"}`;
}

/** What was said of the pull request before; its commit where the one that is reviewed now comes after it. */
async function findSaidBefore(step: Step): Promise<SaidBefore | null> {
  const { execution, repo, deps } = step;
  const said = await findSaid(step);
  const head = execution.resolution.reviewed?.commit ?? "";
  if (said === null || said.commit === head) {
    return said;
  }
  const isAfter = await deps.repositories.contains({ repo, commit: head, ancestor: said.commit });
  return { ...said, commit: isAfter ? said.commit : null };
}
