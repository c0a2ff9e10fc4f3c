"use client";

import type { Work } from "../../../tasks/new/new-task.ts";
import { findSubject } from "../../../tasks/new/subject.ts";
import { Button } from "../../parts/form/button.tsx";
import { RadioCards } from "../../parts/form/radio-cards.tsx";
import { TextArea } from "../../parts/form/text-area.tsx";
import type { NewTaskState } from "./use-new-task.ts";

const MAX_CHARACTERS = 64 * 1024;

const WORKS = {
  issue: [
    { value: "issue", title: "Resolve it", detail: "What the issue asks for, as a pull request" },
    { value: "fix", title: "Mend what it names", detail: "A fix, and nothing beside it" },
  ],
  "pull request": [
    { value: "review", title: "Review it", detail: "Says what is wrong; changes nothing" },
    { value: "fix", title: "Go on with it", detail: "Commits onto its branch" },
  ],
} as const satisfies Record<string, readonly { value: Work; title: string; detail: string }[]>;

/** What is wanted, in words, or an issue's address. */
export function PromptField({ task, change }: Pick<NewTaskState, "task" | "change">) {
  const { prompt, subject } = task;
  const found = subject === null ? findSubject(prompt) : null;
  return (
    <div className="flex flex-col gap-3">
      {subject === null ? null : (
        <div className="flex flex-col gap-3 rounded-box border border-line bg-surface p-3">
          <p className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate">
              The {subject.kind} <span className="font-mono text-xs">{subject.title}</span>
            </span>
            <Button tone="quiet" onClick={() => change({ subject: null, prompt: `${subject.url}\n${prompt}`.trim() })}>
              Take it as words
            </Button>
          </p>
          <RadioCards<Work>
            legend="What is to be done"
            value={subject.work}
            onChange={(work) => change({ subject: { ...subject, work } })}
            cards={WORKS[subject.kind]}
          />
        </div>
      )}
      <TextArea
        label={subject === null ? "What is wanted" : "What is to be said beside it"}
        autoFocus
        placeholder={
          subject === null
            ? "Fix the failing upload test. Or paste the address of an issue or a pull request."
            : "Nothing more"
        }
        maxLength={MAX_CHARACTERS}
        value={prompt}
        onChange={(event) => change({ prompt: event.target.value })}
      />
      {found === null ? null : (
        <div role="status" className="flex items-center gap-3 rounded-box border border-line bg-surface px-3 py-2">
          <span className="min-w-0 flex-1">
            This names the {found.kind} <span className="font-mono text-xs break-all">{found.title}</span>. As a task,
            its words and its repository are read when it begins.
          </span>
          <Button
            onClick={() =>
              change({
                subject: { ...found, work: WORKS[found.kind][0].value },
                prompt: prompt.replace(found.url, "").trim(),
              })
            }
          >
            Use as task
          </Button>
        </div>
      )}
    </div>
  );
}
