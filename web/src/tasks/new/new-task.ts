import type { RouteInput, Routes } from "@catalyst/api";
import { quoteForShell } from "../../words/quote-for-shell.ts";
import { visibleText } from "../../words/visible-text.ts";
import type { Subject } from "./subject.ts";

/** What of a subject is wanted. */
export type Work = "issue" | "review" | "fix";

/** What is typed and chosen for a task, as it stands in the form. */
export interface NewTask {
  prompt: string;
  subject: (Subject & { work: Work }) | null;
  /** As people call it: its name, or an https address. */
  repository: string;
  base: string;
  /** Empty: as the settings say. */
  agent: string;
  model: string;
  /** Others that try the same at the same time. */
  rivals: string[];
  pick: "person" | "verify";
  wantsPlan: boolean;
  budgetUsd: string;
  budgetTokens: string;
  minutes: string;
  branch: string;
  trustBase: boolean;
}

export const BLANK: NewTask = {
  prompt: "",
  subject: null,
  repository: "",
  base: "",
  agent: "",
  model: "",
  rivals: [],
  pick: "person",
  wantsPlan: false,
  budgetUsd: "",
  budgetTokens: "",
  minutes: "",
  branch: "",
  trustBase: false,
};

type TaskRequest = RouteInput<Routes["createTask"]>["body"];

/** What it lacks to be asked for; null: nothing. */
export function lackOf({ prompt, subject, repository }: NewTask): string | null {
  if (prompt.trim() === "" && subject === null) {
    return "Say what is wanted.";
  }
  return repository.trim() === "" && subject === null ? "Say in which repository." : null;
}

/** As the API is asked for it. */
export function requestOf(task: NewTask, project: string | null): TaskRequest {
  const { subject, prompt, wantsPlan, rivals, pick, trustBase } = task;
  const minutes = numberIn(task.minutes);
  const first = { agent: textIn(task.agent), model: textIn(task.model) };
  return {
    project,
    repository: subject === null ? repositoryOf(task.repository) : null,
    source:
      subject === null
        ? { kind: "prompt", text: prompt }
        : { kind: "subject", url: subject.url, work: subject.work, text: prompt.trim() },
    base: textIn(task.base),
    trustBase,
    agents: [first, ...rivals.map((agent) => ({ agent }))],
    branch: textIn(task.branch),
    timeoutSeconds: minutes === null ? null : Math.round(minutes * 60),
    options: {
      requirePlanApproval: wantsPlan,
      budget: { usd: numberIn(task.budgetUsd), tokens: numberIn(task.budgetTokens) },
      race: rivals.length === 0 ? null : { pick },
    },
  };
}

/** The same for a terminal. */
export function commandOf(task: NewTask, project: string | null): string {
  const { subject, rivals, agent, model } = task;
  const names = agent === "" ? "claude-code" : agent;
  const options: [string, string | boolean][] = [
    [subject === null ? "" : `--${subject.work}`, subject?.url ?? ""],
    ["--repo", subject === null ? task.repository.trim() : ""],
    ["--project", project ?? ""],
    ["--base", task.base],
    ["--trust-base", task.trustBase],
    ["--agent", rivals.length === 0 ? agent : ""],
    ["--model", rivals.length === 0 ? model : ""],
    ["--agents", rivals.length === 0 ? "" : [model === "" ? names : `${names}:${model}`, ...rivals].join(",")],
    ["--pick", rivals.length > 0 && task.pick === "verify" ? "verify" : ""],
    ["--plan", task.wantsPlan],
    ["--budget-usd", task.budgetUsd],
    ["--budget-tokens", task.budgetTokens],
    ["--timeout", task.minutes === "" ? "" : `${task.minutes}m`],
    ["--branch", task.branch],
  ];
  const words = options.flatMap(([name, value]) => {
    if (value === false || value === "" || name === "") {
      return [];
    }
    return value === true ? [name] : [name, quoted(value)];
  });
  const prompt = task.prompt.trim();
  if (prompt.startsWith("-")) {
    return ["catalyst run", ...words, "--", quoted(prompt)].join(" ");
  }
  return ["catalyst run", ...(prompt === "" ? [] : [quoted(prompt)]), ...words].join(" ");
}

/** One word of a command; what nobody would see, and a terminal obeys, by its name. */
const quoted = (text: string): string => quoteForShell(visibleText(text));

function repositoryOf(name: string): TaskRequest["repository"] {
  const said = name.trim();
  return /^https:\/\//.test(said) ? { kind: "url", url: said } : { kind: "registered", name: said };
}

const textIn = (said: string): string | null => (said.trim() === "" ? null : said.trim());
const numberIn = (said: string): number | null => (said.trim() === "" ? null : Number(said));
