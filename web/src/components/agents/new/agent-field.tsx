"use client";

import type { Credential } from "@catalyst/api";
import Link from "next/link";
import { useState } from "react";
import type { KeyOwner } from "../../../credentials/key-owner.ts";
import { payerOf, payerWords } from "../../../credentials/payer-of.ts";
import { PROVIDERS } from "../../../credentials/providers.ts";
import type { Choices, ChoosableAgent } from "../../../tasks/new/choices.ts";
import { agentName } from "../../../words/agent-name.ts";
import { projectPath } from "../../../words/project-path.ts";
import { mayKeep } from "../../../words/role-words.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { Button } from "../../parts/form/button.tsx";
import { TextField } from "../../parts/form/field.tsx";
import { RadioCards } from "../../parts/form/radio-cards.tsx";
import { AgentCredentialForm } from "../agent-credential-form.tsx";
import type { NewTaskState } from "./use-new-task.ts";

type AgentFieldProps = Pick<NewTaskState, "task" | "change"> & { choices: Choices };

/** Who does it, and with whose key; one that is missing is added here. */
export function AgentField({ task, change, choices }: AgentFieldProps) {
  const usual = choices.settings?.defaultAgent ?? null;
  const agent = choices.agents.find(({ id }) => id === (task.agent === "" ? usual : task.agent));
  const cards = choices.agents.map((one) => ({
    value: one.id,
    title: visibleText(one.name),
    detail: keyWords(one, choices),
  }));
  return (
    <div className="flex flex-col gap-3">
      <RadioCards
        legend="Agent"
        value={task.agent}
        onChange={(id) => change({ agent: id, rivals: task.rivals.filter((rival) => rival !== id) })}
        cards={[{ value: "", title: "The usual one", detail: usualWords(usual, choices) }, ...cards]}
      />
      <Barred choices={choices} />
      {agent === undefined ? null : <MissingKey key={agent.id} agent={agent} choices={choices} />}
      <TextField
        label="Model"
        className="max-w-90"
        maxLength={255}
        spellCheck={false}
        placeholder={choices.settings?.model ?? "as the agent has it"}
        value={task.model}
        onChange={(event) => change({ model: event.target.value })}
      />
    </div>
  );
}

/** Those that there are, and why they can't be chosen. */
function Barred({ choices: { barred, project } }: { choices: Choices }) {
  return barred.length === 0 || project === null ? null : (
    <p className="text-xs text-ink-2">
      {visibleText(project.name)} doesn't enable {barred.map(({ name }) => visibleText(name)).join(", ")}.{" "}
      <Link href={`${projectPath(project.name)}#agents`} className="text-accent underline">
        {mayKeep(project.role) ? "Enable agents" : "Its owners and admins can enable agents"}
      </Link>
    </p>
  );
}

function usualWords(usual: string | null, choices: Choices): string {
  const agent = choices.agents.find(({ id }) => id === usual);
  const key = agent === undefined ? "" : ` · ${keyWords(agent, choices)}`;
  return usual === null
    ? "As the project or the repository says"
    : `${agentName(usual)}, unless the repository says another${key}`;
}

/** Whose key it has, in a word. */
function keyWords(agent: ChoosableAgent, { keys }: Choices): string {
  return agent.providers.length === 0 ? "needs no key" : payerWords(payerOf(agent, keys));
}

function MissingKey({ agent, choices: { keys } }: { agent: ChoosableAgent; choices: Choices }) {
  const [opened, setOpened] = useState<{ replaces: Credential | undefined } | null>(null);
  const payer = payerOf(agent, keys);
  const isFine = payer !== null && payer.credential.signInNeeded === null;
  const own: KeyOwner = { project: null, team: null, mayKeep: true };
  const replaced = payer?.team === null ? payer.credential : undefined;
  if (agent.providers.length === 0 || (isFine && opened === null)) {
    return null;
  }
  return opened !== null ? (
    <div className="rounded-box border border-line bg-surface p-4">
      <AgentCredentialForm
        owners={[own]}
        providers={PROVIDERS.filter((provider) => agent.providers.includes(provider))}
        replaces={opened.replaces}
        onClose={() => setOpened(null)}
      />
    </div>
  ) : (
    <div className="flex flex-wrap items-center gap-3">
      <span>
        {visibleText(agent.name)} {payer === null ? "has no key here" : "can't be asked until its key is replaced"}.
      </span>
      <Button tone="primary" onClick={() => setOpened({ replaces: replaced })}>
        {payer === null ? "Add a key" : "Replace the key"}
      </Button>
    </div>
  );
}
