import type { ReactNode } from "react";
import { payerOf, payerWords } from "../../../credentials/payer-of.ts";
import type { Choices } from "../../../tasks/new/choices.ts";
import { commandOf, type NewTask } from "../../../tasks/new/new-task.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { CopyLine } from "../../parts/shown/copy-line.tsx";

interface WhatWillHappenProps {
  task: NewTask;
  choices: Choices;
}

/** What comes of it as it stands: where it runs, what it reaches, where its result goes, and who pays. */
export function WhatWillHappen({ task, choices }: WhatWillHappenProps) {
  // Commands know a repository by where it is.
  const repository = choices.repositories.find(({ name }) => name === task.repository)?.url ?? task.repository;
  return (
    <section aria-labelledby="what-will-happen" className="flex flex-col gap-3">
      <h2 id="what-will-happen" className="font-semibold">
        What will happen
      </h2>
      <dl className="flex flex-col gap-3">
        <Fact name="Environment">A fresh one, alone, with a copy of the repository. No key is ever in it.</Fact>
        <Fact name="Network">{networkWords(choices)}</Fact>
        <Fact name="Result">{resultWords(task)}</Fact>
        <Fact name="Who pays">{payingWords(task, choices)}</Fact>
      </dl>
      <details className="text-ink-2">
        <summary>Copy as command</summary>
        <CopyLine text={commandOf({ ...task, repository }, choices.project?.name ?? null)} />
      </details>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-ink-2">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

function networkWords({ settings }: Choices): string {
  const hosts = settings?.allowedHosts ?? [];
  return hosts.length === 0
    ? "The model's provider, by the gateway; else what the project and the repository's trusted settings allow."
    : `The model's provider, by the gateway, and ${hosts.map(visibleText).join(", ")}.`;
}

function resultWords({ subject, branch }: NewTask): string {
  if (subject?.work === "review") {
    return "A review of the pull request. Nothing is changed.";
  }
  if (subject?.kind === "pull request") {
    return "Commits on the pull request's own branch.";
  }
  return `Checked, then published on ${branch === "" ? "a branch of its own, catalyst/<id>-<title>" : visibleText(branch)}.`;
}

function payingWords(task: NewTask, { agents, settings, keys }: Choices): string {
  const ids = [task.agent === "" ? (settings?.defaultAgent ?? "") : task.agent, ...task.rivals];
  const words = ids.flatMap((id, at) => {
    const agent = agents.find((one) => one.id === id);
    if (agent === undefined) {
      return [];
    }
    const payer =
      agent.providers.length === 0 ? "needs no key" : payerWords(payerOf(agent, keys, at === 0 ? task.model : ""));
    return [ids.length === 1 ? payer : `${visibleText(agent.name)}: ${payer}`];
  });
  const said = words.join("; ");
  return said === ""
    ? "Whose key the agent takes is decided as it begins."
    : `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}
