"use client";

import type { Project } from "@catalyst/api";
import { useId, useState } from "react";
import { renameProject } from "../../actions/projects.ts";
import { mayKeep } from "../../words/role-words.ts";
import { Button } from "../parts/form/button.tsx";
import { controlLook } from "../parts/form/control-look.ts";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";

/** What names no project is done in this one, which keeps its name. */
const DEFAULT_PROJECT = "default";

/** Calls a project otherwise, in its place in the list. */
export function RenameProject({ project: { id, name, slug, role } }: { project: Project }) {
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState(slug);
  const { isBusy, fault, act } = useAct();
  const field = useId();
  if (slug === DEFAULT_PROJECT || !mayKeep(role)) {
    return null;
  }
  if (!isOpen) {
    return (
      <Button tone="quiet" aria-label={`Rename ${name}`} onClick={() => setIsOpen(true)}>
        Rename
      </Button>
    );
  }
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        act(
          () => renameProject(id, typed.trim()),
          () => setIsOpen(false),
        );
      }}
    >
      <span className="flex items-center gap-2">
        <label htmlFor={field} className="sr-only">
          Another name for {name}
        </label>
        <input
          id={field}
          value={typed}
          maxLength={40}
          onChange={(event) => setTyped(event.target.value)}
          className={controlLook}
        />
        <Button type="submit" tone="primary" disabled={isBusy || typed.trim() === "" || typed.trim() === slug}>
          Rename
        </Button>
        <Button onClick={() => setIsOpen(false)}>Cancel</Button>
      </span>
      <CopyLine text={`catalyst projects rename ${name} ${typed.trim() || "<slug>"}`} />
      {fault === null ? null : <FaultNote fault={fault} />}
    </form>
  );
}
