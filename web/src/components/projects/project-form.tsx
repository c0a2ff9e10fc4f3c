"use client";

import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { createProject } from "../../actions/projects.ts";
import { projectPath } from "../../words/project-path.ts";
import { Button } from "../parts/form/button.tsx";
import { controlLook } from "../parts/form/control-look.ts";
import { Select } from "../parts/form/select.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";

/** Makes a project of one's own, or of a team where one may, and leads to its settings. */
export function ProjectForm({ teams }: { teams: string[] }) {
  const router = useRouter();
  const [slug, setSlug] = useState("");
  const [team, setTeam] = useState("");
  const { isBusy, fault, once } = useAct();
  const field = useId();
  const make = () => {
    const body = { slug: slug.trim(), team: team === "" ? null : team };
    once(
      ["createProject", body],
      (name) => createProject(body, name),
      (made) => {
        setSlug("");
        router.push(projectPath(made.name));
      },
    );
  };
  return (
    <form
      aria-label="New project"
      className="flex max-w-xl flex-col gap-3 p-5 max-sm:px-3.5"
      onSubmit={(event) => {
        event.preventDefault();
        make();
      }}
    >
      <h2 className="text-base font-semibold">New project</h2>
      <div className="flex flex-wrap items-end gap-3">
        <span className="flex flex-1 flex-col gap-1">
          <label htmlFor={field} className="font-medium">
            Name
          </label>
          <input
            id={field}
            aria-describedby={`${field}-hint`}
            value={slug}
            maxLength={40}
            autoComplete="off"
            onChange={(event) => setSlug(event.target.value)}
            className={controlLook}
          />
        </span>
        {teams.length === 0 ? null : (
          <Select
            label="Whose"
            value={team}
            onChange={setTeam}
            options={[{ value: "", label: "Yours" }, ...teams.map((name) => ({ value: name, label: name }))]}
          />
        )}
        <Button type="submit" tone="primary" className="h-8" disabled={isBusy || slug.trim() === ""}>
          Make project
        </Button>
      </div>
      <p id={`${field}-hint`} className="text-xs text-ink-2">
        Small letters, digits and hyphens.
      </p>
      <CopyLine text={`catalyst projects create ${slug.trim() || "<slug>"}${team === "" ? "" : ` --team ${team}`}`} />
      {fault === null ? null : <FaultNote fault={fault} />}
    </form>
  );
}
