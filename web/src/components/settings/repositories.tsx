"use client";

import type { Repository } from "@catalyst/api";
import { type FormEvent, useState } from "react";
import { putDefaultBranch, registerRepository } from "../../actions/projects.ts";
import { isFolder } from "../../words/is-folder.ts";
import { quoteForShell } from "../../words/quote-for-shell.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Button } from "../parts/form/button.tsx";
import { TextField } from "../parts/form/field.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { AsCommand } from "../parts/shown/as-command.tsx";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";

interface RepositoriesProps {
  project: string;
  repositories: Repository[];
  mayChange: boolean;
}

/** The repositories of a project, and which branch of each is the main one. */
export function Repositories({ project, repositories, mayChange }: RepositoriesProps) {
  return (
    <section id="repositories" aria-label="Repositories" className="scroll-mt-4">
      <h2 className="border-b border-line pt-6 pb-2 text-base font-semibold">Repositories</h2>
      {repositories.length === 0 ? <p className="py-3 text-ink-2">None is known here yet.</p> : null}
      <ul>
        {repositories.map((repository) => (
          <li key={repository.id} className="flex flex-wrap items-end gap-3 border-b border-line py-2.5">
            <span className="mr-auto min-w-0">
              <span className="block font-[550]">{visibleText(repository.name)}</span>
              <span className="block truncate font-mono text-xs text-ink-2">{visibleText(repository.url)}</span>
            </span>
            {mayChange ? (
              <DefaultBranch repository={repository} project={project} />
            ) : (
              <span className="text-ink-2">
                {repository.defaultBranch === null
                  ? "main branch not known yet"
                  : `main branch ${visibleText(repository.defaultBranch)}`}
              </span>
            )}
          </li>
        ))}
      </ul>
      {mayChange ? <AddRepository project={project} /> : null}
    </section>
  );
}

const MAX_BRANCH_CHARACTERS = 255;

function DefaultBranch({ repository, project }: { repository: Repository; project: string }) {
  const { id, url, name, defaultBranch } = repository;
  const [branch, setBranch] = useState(defaultBranch ?? "");
  const { isBusy, fault, act } = useAct();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(() => putDefaultBranch(id, branch.trim()));
  };
  const isOther = branch.trim() !== "" && branch.trim() !== defaultBranch;
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <TextField
        label="Main branch"
        aria-label={`Main branch of ${name}`}
        placeholder="not known yet"
        maxLength={MAX_BRANCH_CHARACTERS}
        value={branch}
        onChange={(event) => setBranch(event.target.value)}
      />
      {isOther ? (
        <Button type="submit" disabled={isBusy}>
          Save
        </Button>
      ) : null}
      {fault === null ? null : <FaultNote fault={fault} />}
      {isOther ? (
        <AsCommand
          lines={[
            `catalyst config default-branch ${quoteForShell(branch.trim())} --repo ${quoteForShell(url)} --project ${quoteForShell(project)}`,
          ]}
        />
      ) : null}
    </form>
  );
}

const MAX_ADDRESS_CHARACTERS = 2048;

function AddRepository({ project }: { project: string }) {
  const [url, setUrl] = useState("");
  const { isBusy, fault, act } = useAct();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act(
      () => registerRepository(project, url.trim()),
      () => setUrl(""),
    );
  };
  return (
    <form onSubmit={submit} className="flex max-w-xl flex-col gap-2 py-3">
      <div className="flex items-end gap-2">
        <TextField
          className="flex-1"
          label="Add a repository"
          inputMode="url"
          spellCheck={false}
          placeholder="https://github.com/owner/name"
          maxLength={MAX_ADDRESS_CHARACTERS}
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        <Button type="submit" disabled={isBusy || url.trim() === "" || isFolder(url)}>
          Add
        </Button>
      </div>
      {isFolder(url) ? (
        <div role="status" className="text-ink-2">
          A folder is known here once a command on the server's machine named it:
          <CopyLine
            text={`catalyst run "Say what is in it" --repo ${quoteForShell(url.trim())} --project ${quoteForShell(project)}`}
          />
        </div>
      ) : null}
      {fault === null ? null : <FaultNote fault={fault} />}
    </form>
  );
}
