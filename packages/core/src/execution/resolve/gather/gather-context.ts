import { CatalystError } from "../../../catalyst-error.ts";
import { describeForgeProblem } from "../../../forge/forge-outcome.ts";
import type { ForgePort } from "../../../forge/forge-port.ts";
import { hasOutsideText } from "../../../forge/pull-request/has-outside-text.ts";
import type { Gathered } from "../../../forge/subject/gathered.ts";
import type { Subject } from "../../../forge/subject/subject.ts";
import { MAX_PIECES } from "../../../task/context-piece.ts";
import type { AgentTask, TaskContext } from "../../../task/task.ts";
import type { AgentExecution } from "../../execution.ts";
import type { AnyStep } from "../../step.ts";
import { asAsked } from "./as-asked.ts";
import { findAsked } from "./find-asked.ts";

/** What is around a task as its next execution begins. */
export interface GatheredContext {
  /** What it is about, as it was asked for; null: nothing at a forge, or it goes on with what was read. */
  subject: Subject | null;
  context: TaskContext;
}

/**
 * Reads at the forge what was written about the issue or pull request that a task is about, and about its own pull request: anew
 * for each execution, as of when that was asked for. Throws `not_found` for what can't be read of a task that begins, and
 * `ForgeAway`; one that goes on keeps what it had.
 */
export async function gatherContext(step: AnyStep, continued: AgentExecution | null): Promise<GatheredContext> {
  const { task, repo, deps } = step;
  const places = await placesOf(step);
  const unchanged = { subject: null, context: task.contextPayload };
  if (places.length === 0) {
    return unchanged;
  }
  const forge = await deps.findForge(repo);
  const { at, commentId } = await findAsked(step);
  const bots = (await deps.settings.get(repo.projectId))?.github.bots ?? [];
  const isFirst = continued === null;
  const all: Gathered[] = [];
  for (const place of places) {
    const outcome = await forge?.gather({ repo, ...place, commentId, bots });
    if (outcome?.kind === "made") {
      all.push(outcome.gathered);
    } else if (isFirst && place.number === task.sourceNumber) {
      throw cannotRead(task, repo.url, outcome ?? null);
    } else if (outcome !== undefined) {
      // Throws for what passes by itself.
      describeForgeProblem(outcome.problem);
    }
  }
  return all.length === 0 ? unchanged : contextOf({ task, isFirst, at }, all);
}

type Place = Pick<Subject, "kind" | "number">;

/** What it is about first, then what it has proposed: a task that goes on has no result of its own just then. */
async function placesOf({ task, deps }: AnyStep): Promise<Place[]> {
  const { sourceNumber, sourceType } = task;
  const kind = sourceType === "github_pr" ? "pull_request" : "issue";
  const source: Place[] = sourceNumber === null ? [] : [{ kind, number: sourceNumber }];
  const results = (await deps.executions.listForTask(task.id)).map(({ result }) => result?.publication);
  const own = results.findLast((publication) => publication?.kind === "pull_request")?.number;
  return own === undefined || own === sourceNumber ? source : [...source, { kind: "pull_request", number: own }];
}

interface Beginning {
  task: AgentTask;
  isFirst: boolean;
  at: Date;
}

function contextOf({ task, isFirst, at }: Beginning, all: readonly Gathered[]): GatheredContext {
  const { contextPayload: before, sourceNumber } = task;
  const asked = all.map((gathered) => asAsked(gathered, at));
  const about = asked.find(({ subject }) => subject.number === sourceNumber);
  const author = all.find(({ subject }) => subject.number === sourceNumber)?.author;
  const pieces = asked.flatMap((one) => one.pieces).slice(0, MAX_PIECES);
  const context = {
    ...before,
    ...(about === undefined ? {} : { title: about.subject.title, body: about.subject.text, author }),
    pieces,
    gathering: { ...sum(asked.map(({ gathering }) => gathering)), since: before.gathering?.asOf ?? null },
  };
  return {
    subject: isFirst ? (about?.subject ?? null) : null,
    context: { ...context, hasOutsiderInput: hasOutsideText(context) },
  };
}

type Read = Omit<NonNullable<TaskContext["gathering"]>, "since">;

function sum(all: readonly Read[]): Read {
  return all.reduce((one, other) => ({
    asOf: one.asOf,
    isTextEdited: one.isTextEdited,
    editedSince: one.editedSince + other.editedSince + (other.isTextEdited ? 1 : 0),
    writtenSince: one.writtenSince + other.writtenSince,
    unread: {
      minimised: one.unread.minimised + other.unread.minimised,
      bots: one.unread.bots + other.unread.bots,
      resolved: one.unread.resolved + other.unread.resolved,
      beyond: one.unread.beyond + other.unread.beyond,
    },
  }));
}

type Failed = Extract<Awaited<ReturnType<ForgePort["gather"]>>, { kind: "failed" }>;

function cannotRead({ sourceUrl, number }: AgentTask, url: string, outcome: Failed | null): CatalystError {
  const why = outcome === null ? `no GitHub App is set up that reaches ${url}` : describeForgeProblem(outcome.problem);
  const next = { kind: "retry_task", task: number } as const;
  const way = outcome === null ? ({ kind: "add_github_app", next } as const) : null;
  return new CatalystError("not_found", `Reading ${sourceUrl} failed: ${why}.`, { way });
}
