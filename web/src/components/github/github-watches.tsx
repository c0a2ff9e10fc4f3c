"use client";

import type { GitHubWatch } from "@catalyst/api";
import { useState } from "react";
import { unwatchGitHubRepository } from "../../actions/github.ts";
import { quoteForShell } from "../../words/quote-for-shell.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Button } from "../parts/form/button.tsx";
import { Question } from "../parts/form/question.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { Section } from "../parts/shown/section.tsx";
import { Moment } from "../parts/time/moment.tsx";

/** Where Catalyst acts as whoever looks, by a token of theirs. It is given on the machine alone, and may be taken back here. */
export function GitHubWatches({ watches }: { watches: GitHubWatch[] }) {
  return (
    <Section
      title="Repositories that are watched as you"
      hint="To try it without an App: Catalyst hears what you ask in one repository, and acts there as you, by a token of yours for it alone. It is given to the server on its own machine, where it is asked for:"
    >
      <ul>
        {watches.map((watch) => (
          <li key={watch.id} className="flex items-center gap-3 border-b border-line py-2">
            <span className="mr-auto">
              <span className="font-[550]">{visibleText(watch.repository)}</span>{" "}
              <span className="text-ink-2">
                at {watch.host}, as {visibleText(watch.login)}, since <Moment at={watch.createdAt} />
              </span>
            </span>
            <Unwatch watch={watch} />
          </li>
        ))}
      </ul>
      <CopyLine text="catalyst github watch <owner/repo> --as-me" />
    </Section>
  );
}

function Unwatch({ watch: { id, host, repository } }: { watch: GitHubWatch }) {
  const [isOpen, setIsOpen] = useState(false);
  const { isBusy, fault, act } = useAct();
  const end = () =>
    act(
      () => unwatchGitHubRepository(id),
      () => setIsOpen(false),
    );
  const name = visibleText(repository);
  return (
    <>
      <Button tone="danger" aria-label={`Unwatch ${name}`} onClick={() => setIsOpen(true)}>
        Unwatch
      </Button>
      <Question
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`Stop watching ${name}?`}
        command={`catalyst github unwatch ${quoteForShell(repository)}${host === "github.com" ? "" : ` --host ${host}`}`}
        confirm={{ words: "Unwatch", isDanger: true, isBusy, onConfirm: end }}
      >
        <p>Your token is forgotten, with what was heard there. What was done at {host} stays there.</p>
        {fault === null ? null : <FaultNote fault={fault} />}
      </Question>
    </>
  );
}
