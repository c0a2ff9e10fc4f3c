import { CatalystError } from "../../catalyst-error.ts";
import { readSubjectAddress } from "../../forge/subject/subject-address.ts";
import { TaskContext } from "../task.ts";
import type { NewTask } from "../task-store.ts";
import { checkTaskText, readPrompt } from "./read-prompt.ts";
import type { AskedRepository, AskedSource, TaskRequest } from "./task-request.ts";

/** What a task is about, as far as it is known before anybody has looked there. */
export interface SourceFacts
  extends Pick<NewTask, "taskType" | "sourceType" | "sourceUrl" | "sourceNumber" | "contextPayload"> {
  repository: AskedRepository;
  /** What is reviewed; null: nothing, or it is known once the pull request was read. */
  head: string | null;
}

/** Throws `invalid_input` for a text that is too long or empty, an address of nothing, and a repository that is missing or in question. */
export function describeSource({ source, repository }: Pick<TaskRequest, "source" | "repository">): SourceFacts {
  if (source.kind === "subject") {
    return describeSubject(source, repository);
  }
  if (repository === null) {
    throw new CatalystError("invalid_input", "Asking for a task failed: no repository is named for it to work on.");
  }
  return { ...describeText(source), sourceUrl: null, sourceNumber: null, repository };
}

function describeText(
  source: Exclude<AskedSource, { kind: "subject" }>,
): Pick<SourceFacts, "taskType" | "sourceType" | "contextPayload" | "head"> {
  if (source.kind === "prompt") {
    // Kept whole until it is known what it is for.
    const contextPayload = TaskContext.parse(readPrompt(source.text, { isScript: true }));
    return { taskType: "prompt", sourceType: "prompt", contextPayload, head: null };
  }
  if (source.kind === "review") {
    const asked = { title: `Review of ${source.head}`, body: source.text.trim() };
    const contextPayload = TaskContext.parse(checkTaskText(asked, "what is asked of the review"));
    return { taskType: "pr_review", sourceType: "revision", contextPayload, head: source.head };
  }
  const { title, body } = source;
  const contextPayload = TaskContext.parse(checkTaskText({ title, body }, source.path ?? "the issue"));
  return { taskType: "issue", sourceType: "issue_file", contextPayload, head: null };
}

const TASK_TYPES = { issue: "issue", review: "pr_review", fix: "code_fix" } as const;
const SOURCE_TYPES = { issue: "github_issue", pull_request: "github_pr" } as const;

function describeSubject(
  { url, work, text }: Extract<AskedSource, { kind: "subject" }>,
  repository: AskedRepository | null,
): SourceFacts {
  const subject = readSubjectAddress(url);
  if (repository !== null) {
    throw new CatalystError(
      "invalid_input",
      `Asking for a task failed: ${subject.url} says which repository it is about. Leave the other one out.`,
    );
  }
  const wanted = { issue: "issue", review: "pull_request", fix: null }[work];
  if (wanted !== null && wanted !== subject.kind) {
    const [is, isNot] = wanted === "issue" ? ["a pull request", "an issue"] : ["an issue", "a pull request"];
    throw new CatalystError("invalid_input", `Asking for a task failed: ${subject.url} is ${is}, not ${isNot}.`);
  }
  const title = `${new URL(subject.repositoryUrl).pathname.slice(1)}#${subject.number}`;
  const instruction = checkTaskText({ title, body: text.trim() }, "what is asked for").body;
  return {
    taskType: TASK_TYPES[work],
    sourceType: SOURCE_TYPES[subject.kind],
    sourceUrl: subject.url,
    sourceNumber: subject.number,
    contextPayload: TaskContext.parse({ title, body: "", instruction }),
    repository: { kind: "url", url: subject.repositoryUrl },
    head: null,
  };
}
