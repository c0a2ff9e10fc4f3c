"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useId } from "react";
import { calledOf } from "../../../tasks/new/called-of.ts";
import type { Choices } from "../../../tasks/new/choices.ts";
import { commandOf } from "../../../tasks/new/new-task.ts";
import { isFolder } from "../../../words/is-folder.ts";
import { projectPath } from "../../../words/project-path.ts";
import { controlLook } from "../../parts/form/control-look.ts";
import { Field, TextField } from "../../parts/form/field.tsx";
import { CopyLine } from "../../parts/shown/copy-line.tsx";
import type { NewTaskState } from "./use-new-task.ts";

type PlaceFieldsProps = Pick<NewTaskState, "task" | "change"> & { choices: Choices };

/** Where it is done. What a subject says itself isn't asked for. */
export function PlaceFields({ task, change, choices }: PlaceFieldsProps) {
  const listId = useId();
  const { repositories } = choices;
  const said = task.repository.trim();
  const chosen = repositories.find((one) => calledOf(one, repositories) === said || one.url === said);
  return (
    <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
      <ProjectField choices={choices} />
      {task.subject === null ? (
        <TextField
          label="Repository"
          hint={
            isFolder(said) && chosen === undefined ? (
              <span role="status">
                A folder is known here once a command on the server's machine named it. This starts the task there:
                <CopyLine text={commandOf(task, choices.project?.name ?? null)} />
              </span>
            ) : (
              hintOf(choices)
            )
          }
          list={listId}
          maxLength={2048}
          spellCheck={false}
          placeholder="https://github.com/owner/name"
          value={task.repository}
          onChange={(event) => change({ repository: event.target.value })}
        />
      ) : null}
      <datalist id={listId}>
        {repositories.map((one) => (
          <option key={one.id} value={calledOf(one, repositories)} label={one.url} />
        ))}
      </datalist>
      <TextField
        label="From"
        hint="A branch, tag or commit where it starts."
        maxLength={255}
        spellCheck={false}
        placeholder={chosen?.defaultBranch ?? "the default branch"}
        value={task.base}
        onChange={(event) => change({ base: event.target.value })}
      />
    </div>
  );
}

function hintOf({ repositories, project }: Choices): ReactNode {
  const what =
    repositories.length === 0
      ? "An https address. A folder of the server's machine is known here once “catalyst run … --repo .” named it."
      : "One of the project's, or an https address.";
  return project === null ? (
    what
  ) : (
    <>
      {what}{" "}
      <Link href={`${projectPath(project.name)}#repositories`} className="text-accent underline">
        Repositories
      </Link>
    </>
  );
}

function ProjectField({ choices: { projects, project } }: { choices: Choices }) {
  const router = useRouter();
  return projects.length < 2 ? null : (
    <Field label="Project" hint="Whose repositories, settings and keys count." className="col-span-full">
      {(control) => (
        <select
          {...control}
          value={project?.name}
          onChange={(event) =>
            router.replace(`/agent-tasks/new?project=${encodeURIComponent(event.target.value)}`, { scroll: false })
          }
          className={`${controlLook} w-full min-w-0`}
        >
          {projects.map(({ id, name }) => (
            <option key={id} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
