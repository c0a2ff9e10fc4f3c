"use client";

import { type Change, commandOf } from "../../settings/changes.ts";
import { textOf } from "../../settings/setting-text.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Button } from "../parts/form/button.tsx";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import type { SettingDrafts } from "./use-setting-drafts.ts";

const SHOWN_CHARACTERS = 60;

/** What isn't saved yet: there as long as there is something. */
export function SaveBar({ project, state }: { project: string; state: SettingDrafts }) {
  const { changes, isSaving, fault, discard, save } = state;
  if (changes.length === 0) {
    return null;
  }
  const count = `${changes.length} ${changes.length === 1 ? "change" : "changes"}`;
  return (
    <section
      aria-label="Not saved"
      className="sticky bottom-0 z-10 flex flex-col gap-2 border-t-2 border-accent bg-surface px-3 py-3 max-sm:bottom-(--bottom-bar)"
    >
      {fault === null ? null : <FaultNote fault={fault} />}
      <div className="flex items-center gap-2">
        <details className="min-w-0 flex-1">
          <summary>{isSaving ? `Saving ${count}…` : count}</summary>
          <ul className="max-h-60 overflow-y-auto py-1">
            {changes.map((change) => (
              <li key={change.key} className="py-1">
                <Difference change={change} />
                <CopyLine text={commandOf(change, project)} />
              </li>
            ))}
          </ul>
        </details>
        <Button disabled={isSaving} className="self-start" onClick={() => discard()}>
          Discard
        </Button>
        <Button tone="primary" disabled={isSaving} className="self-start" onClick={save}>
          Save
        </Button>
      </div>
    </section>
  );
}

function Difference({ change: { key, value, before } }: { change: Change }) {
  return (
    <p className="font-mono text-xs">
      {key}: <del className="bg-diff-minus">{short(before)}</del>{" "}
      <ins className="bg-diff-plus no-underline">{value === null ? "taken back" : short(textOf(value))}</ins>
    </p>
  );
}

function short(text: string): string {
  const line = visibleText(text).replaceAll("\n", ", ");
  if (line === "") {
    return "none";
  }
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
}
