"use client";

import type { Repository } from "@catalyst/api";
import { useState } from "react";
import type { Result } from "../../actions/result.ts";
import { deleteRepositorySecret, listRepositorySecrets, type Secret } from "../../actions/secrets.ts";
import { quoteForShell } from "../../words/quote-for-shell.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Confirm } from "../parts/form/confirm.tsx";
import { Select } from "../parts/form/select.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { Moment } from "../parts/time/moment.tsx";
import { SecretForm } from "./secret-form.tsx";

interface SecretsProps {
  /** Its name. */
  project: string;
  repositories: Repository[];
  mayChange: boolean;
}

/** Secrets of setup, each of one repository: their names, as their values are told to nobody. */
export function Secrets({ project, repositories, mayChange }: SecretsProps) {
  const [chosen, setChosen] = useState("");
  const [secrets, setSecrets] = useState<Secret[]>([]);
  const { isBusy, fault, act } = useAct();
  const look = (repository: string) => async (): Promise<Result<Secret[]>> => {
    const found = await listRepositorySecrets(repository);
    setSecrets(found.ok ? found.value : []);
    return found;
  };
  const choose = (repository: string) => {
    setChosen(repository);
    setSecrets([]);
    if (repository !== "") {
      act(look(repository));
    }
  };
  const url = repositories.find(({ id }) => id === chosen)?.url ?? ".";
  const place = `--repo ${quoteForShell(url)} --project ${quoteForShell(project)}`;
  return (
    <section id="secrets" aria-label="Secrets" className="flex scroll-mt-4 flex-col gap-2">
      <h2 className="border-b border-line pt-6 pb-2 text-base font-semibold">Secrets</h2>
      <p className="text-ink-2">
        Variables of the setup hook alone: the agent doesn't get them, and nobody sees them again.
      </p>
      {repositories.length === 0 ? (
        <p className="text-ink-2">
          A secret belongs to a repository, and this project has none yet. In one on your machine:
          <CopyLine text={`catalyst secrets add NPM_TOKEN ${place}`} />
        </p>
      ) : (
        <Select
          label="Of the repository"
          value={chosen}
          disabled={isBusy}
          onChange={choose}
          options={[
            { value: "", label: "choose one" },
            ...repositories.map(({ id, name }) => ({ value: id, label: visibleText(name) })),
          ]}
          className="max-w-120"
        />
      )}
      {fault === null ? null : <FaultNote fault={fault} />}
      {chosen === "" || isBusy || fault !== null || secrets.length > 0 ? null : <p role="status">None yet.</p>}
      <ul>
        {secrets.map((secret) => (
          <SecretRow
            key={secret.name}
            secret={secret}
            repository={chosen}
            place={place}
            mayChange={mayChange}
            onDeleted={() => act(look(chosen))}
          />
        ))}
      </ul>
      {chosen !== "" && mayChange ? (
        <SecretForm key={chosen} repository={chosen} place={place} onStored={() => act(look(chosen))} />
      ) : null}
    </section>
  );
}

interface SecretRowProps {
  secret: Secret;
  /** Its id. */
  repository: string;
  /** The same in a command. */
  place: string;
  mayChange: boolean;
  onDeleted: () => void;
}

function SecretRow({ secret: { name, createdAt }, repository, place, mayChange, onDeleted }: SecretRowProps) {
  const { isBusy, fault, act } = useAct();
  return (
    <li className="flex flex-wrap items-center gap-3 border-b border-line py-2">
      <span className="font-mono text-xs">{visibleText(name)}</span>
      <span className="text-xs text-ink-2">
        stored <Moment at={createdAt} />
      </span>
      {mayChange ? (
        <Confirm
          words="Delete"
          about={name}
          title={`Delete ${visibleText(name)}?`}
          command={`catalyst secrets remove ${quoteForShell(name)} ${place}`}
          isBusy={isBusy}
          fault={fault}
          onConfirm={() => act(() => deleteRepositorySecret(repository, name), onDeleted)}
        >
          <p className="text-ink-2">Setup goes without it from the next task on.</p>
        </Confirm>
      ) : null}
    </li>
  );
}
