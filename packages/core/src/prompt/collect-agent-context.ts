import { ENVIRONMENT_PATHS } from "../environment/environment-paths.ts";
import { showUnseen } from "../markdown/unseen-characters.ts";
import type { ReadChange, RepositoryPort } from "../result/repository-port.ts";
import type { ResolvedTask } from "../task/task.ts";
import type { Repo } from "../vcs/repo.ts";
import type { AgentContext } from "./build-agent-prompt.ts";
import type { Wanted } from "./change/arrange-patches.ts";
import { describeChange, type ToldChange } from "./change/describe-change.ts";
import { cleanUntrustedText, type RemovedText } from "./clean-untrusted-text.ts";
import { namedPaths } from "./named-paths.ts";
import { arrangePieces } from "./pieces/arrange-pieces.ts";
import { collectConventions, fitConventions } from "./repository/collect-conventions.ts";
import { describeFacts, type RepositoryFacts } from "./repository/describe-facts.ts";

/** Beside the repository. */
export const CHANGE_FILE = "change.diff";
const MAX_RELATED_BYTES = 16 * 1024 * 1024;

/** What is there beyond the base, and what of it is asked for. */
export type StandingChange = ReadChange & Pick<Wanted, "isAsked" | "isInstruction">;

/** What the agent is told, from the task and the commit that it starts from; and what was removed from the task's text. */
export async function collectAgentContext(
  input: {
    task: ResolvedTask;
    repo: Repo & { defaultBranch: string };
    executionId: string;
    commit: string;
    fence: string;
    reachableHosts: string[];
    sparsePaths: string[];
    reviewed: AgentContext["reviewed"];
    /** What is there beyond the base; null: nothing. */
    change: StandingChange | null;
    facts: RepositoryFacts;
  },
  deps: { repositories: Pick<RepositoryPort, "readFiles"> },
): Promise<{ context: AgentContext; removed: RemovedText[] }> {
  const { task, repo, commit, fence } = input;
  const where = { repo, executionId: input.executionId, commit };
  const title = cleanUntrustedText(task.contextPayload.title);
  // What a person typed as a prompt is shown as it was typed.
  const body = cleanUntrustedText(task.contextPayload.body, { isMarkdown: task.sourceType !== "prompt" });
  const { prDiff, instruction, author = null } = task.contextPayload;
  const named = namedPaths(`${title.text}\n${body.text}\n${instruction}`);
  const change = input.change === null ? null : tellChange(input.change, { task, fence, named });
  const arranged = arrangePieces(task.contextPayload, change?.text.length);
  const related = await deps.repositories.readFiles({ ...where, paths: named, maxBytes: MAX_RELATED_BYTES });
  const touched = [...related.keys(), ...(input.change?.files ?? []).map(({ path }) => path)];
  const conventions = await collectConventions(where, touched, deps.repositories);
  const removed = sum([...title.removed, ...body.removed, ...arranged.removed]);
  return {
    context: {
      task: { type: task.taskType, url: task.sourceUrl, title: title.text, body: body.text, author, instruction },
      repository: {
        name: repo.name,
        defaultBranch: repo.defaultBranch,
        branch: task.branch,
        sparsePaths: input.sparsePaths,
        ...fitConventions(conventions, arranged.room),
        facts: describeFacts(input.facts, touched),
      },
      pieces: { shown: arranged.shown, leftOut: arranged.leftOut },
      gathering: task.contextPayload.gathering ?? null,
      hiddenParts: removed.reduce((parts, { count }) => parts + count, 0),
      prDiff: prDiff === null ? null : showUnseen(prDiff),
      change,
      reviewed: input.reviewed,
      reachableHosts: input.reachableHosts,
      relatedFiles: [...related.keys()],
      fence,
    },
    removed,
  };
}

/** What is talked of is what threads stand at, and what the words of the task name. */
function tellChange(
  { isAsked, isInstruction, ...change }: StandingChange,
  { task, fence, named }: { task: ResolvedTask; fence: string; named: readonly string[] },
): ToldChange {
  const { pieces = [] } = task.contextPayload;
  const paths = [...named, ...pieces.flatMap(({ path }) => (path === null ? [] : [path]))];
  const filePath = `${ENVIRONMENT_PATHS.context}/${CHANGE_FILE}`;
  return describeChange(change, { fence, paths, isAsked, isInstruction, filePath });
}

function sum(removed: RemovedText[]): RemovedText[] {
  const counts = new Map<RemovedText["kind"], number>();
  for (const { kind, count } of removed) {
    counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  return [...counts].map(([kind, count]) => ({ kind, count }));
}
