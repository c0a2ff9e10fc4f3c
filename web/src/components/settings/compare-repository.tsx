"use client";

import type { Repository } from "@catalyst/api";
import { useState, useTransition } from "react";
import { type CountingSettings, checkProjectSettings } from "../../actions/projects.ts";
import type { Fault } from "../../api/fault.ts";
import { quoteForShell } from "../../words/quote-for-shell.ts";
import { sayWay } from "../../words/say-way.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Button } from "../parts/form/button.tsx";
import { Select } from "../parts/form/select.tsx";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";

const AWAY: Fault = { code: "unavailable", message: "Nobody answered. Choose it again.", way: null, requestId: null };

interface CompareRepositoryProps {
  /** The project's name. */
  project: string;
  repositories: Repository[];
  counting: CountingSettings | null;
  onCompare: (counting: CountingSettings | null) => void;
}

/** Reads what counts for work on one repository: its file has a say, too. */
export function CompareRepository({ project, repositories, counting, onCompare }: CompareRepositoryProps) {
  const [chosen, setChosen] = useState("");
  const [fault, setFault] = useState<Fault | null>(null);
  const [isLooking, start] = useTransition();
  const choose = (id: string) => {
    setChosen(id);
    setFault(null);
    onCompare(null);
    if (id !== "") {
      start(async () => {
        const found = await checkProjectSettings(id).catch(() => ({ ok: false, error: AWAY }) as const);
        setFault(found.ok ? null : found.error);
        onCompare(found.ok ? found.value : null);
      });
    }
  };
  const url = repositories.find(({ id }) => id === chosen)?.url;
  if (repositories.length === 0) {
    return null;
  }
  return (
    <div className="flex flex-col gap-2 pt-4">
      <div className="flex flex-wrap items-end gap-2">
        <Select
          label="Show what counts for work on"
          value={chosen}
          disabled={isLooking}
          onChange={choose}
          options={[
            { value: "", label: "no repository" },
            ...repositories.map(({ id, name }) => ({ value: id, label: visibleText(name) })),
          ]}
          className="max-w-120"
        />
        {counting === null ? null : (
          <Button className="h-8" onClick={() => choose(chosen)}>
            Read again
          </Button>
        )}
      </div>
      {isLooking ? <p role="status">Reading its settings…</p> : null}
      {fault === null ? null : <FaultNote fault={fault} />}
      {counting === null ? null : <Notes counting={counting} />}
      {url === undefined ? null : (
        <CopyLine text={`catalyst config check --repo ${quoteForShell(url)} --project ${quoteForShell(project)}`} />
      )}
    </div>
  );
}

function Notes({ counting: { notes, note, isCheckout } }: { counting: CountingSettings }) {
  const said = [
    isCheckout ? "Read as its files lie in the checkout, committed or not." : null,
    note,
    ...notes.map(({ text, way }) => [text, sayWay(way ?? null)].filter((words) => words !== null).join(" ")),
  ].filter((words) => words !== null);
  return (
    <ul role="status" className="flex flex-col gap-1 text-ink-2">
      {said.map((words) => (
        <li key={words}>{visibleText(words)}</li>
      ))}
    </ul>
  );
}
