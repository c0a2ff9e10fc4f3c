import type { Project, TaskDetails } from "@catalyst/api";
import { visibleText } from "../../words/visible-text.ts";
import type { NewTask } from "./new-task.ts";

/** What a task was asked for, as a new one is asked for, to be changed. */
export interface Former {
  number: number;
  /** The name of its project; absent: it isn't one that whoever looks sees. */
  project: string | undefined;
  filled: Partial<NewTask>;
}

type Asked = Pick<
  TaskDetails,
  "number" | "sourceType" | "sourceUrl" | "title" | "body" | "repository" | "agentType" | "model" | "asked"
>;

/** An issue or pull request is named by its address: its words are read where they are. */
export function formerOf(task: Asked, projects: readonly Pick<Project, "id" | "name">[]): Former {
  const { repository, sourceType, sourceUrl, body, title } = task;
  const isForges = sourceType === "github_issue" || sourceType === "github_pr";
  return {
    number: task.number,
    project: projects.find(({ id }) => id === repository?.projectId)?.name,
    filled: {
      prompt: visibleText((isForges ? sourceUrl : null) ?? (body === "" ? title : body)),
      repository: repository?.url ?? "",
      base: task.asked.base ?? "",
      agent: task.agentType ?? "",
      model: task.model ?? "",
    },
  };
}

/** What is filled in where there are these agents: one that can't be chosen by now is let go, with its model. */
export function filledOf({ filled }: Former, agents: readonly { id: string }[]): Partial<NewTask> {
  return agents.some(({ id }) => id === filled.agent) ? filled : { ...filled, agent: "", model: "" };
}
