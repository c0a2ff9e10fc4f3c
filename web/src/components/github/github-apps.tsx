"use client";

import type { GitHubApp, GitHubInstallation } from "@catalyst/api";
import { useState } from "react";
import { lookAtGitHubInstallations, removeGitHubApp } from "../../actions/github.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Button } from "../parts/form/button.tsx";
import { Question } from "../parts/form/question.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { Section } from "../parts/shown/section.tsx";
import { OuterLink } from "../parts/text/outer-link.tsx";
import { MachineUsers } from "./machine-users.tsx";

/** The Apps by which Catalyst hears and acts, and who let them in. */
export function GitHubApps({ apps }: { apps: GitHubApp[] }) {
  return (
    <Section
      title="1. An App, and where it is installed"
      hint="Catalyst hears what is asked at GitHub and acts there by an App of yours. Neither its key nor its secret is ever shown."
    >
      {apps.length === 0 ? (
        <div className="max-w-xl text-ink-2">
          <p>There is none yet. On the server's machine, this makes one and adds it:</p>
          <CopyLine text="catalyst github setup" />
        </div>
      ) : (
        <ul className="flex flex-col gap-5">
          {apps.map((app) => (
            <li key={app.id}>
              <AppEntry app={app} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function AppEntry({ app }: { app: GitHubApp }) {
  const { id, host, slug, hasWebhook, canLink, installAddress } = app;
  const [seen, setSeen] = useState<GitHubInstallation[] | null>(null);
  const { isBusy, fault, act } = useAct();
  const look = () =>
    act(async () => {
      const result = await lookAtGitHubInstallations(id);
      setSeen(result.ok ? result.value.data : null);
      return result;
    });
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="mr-auto font-semibold">
          {visibleText(slug)} <span className="font-mono text-xs font-normal text-ink-2">{host}</span>
        </h3>
        <Button disabled={isBusy} onClick={look}>
          Look who let it in
        </Button>
        <RemoveApp app={app} />
      </div>
      <p className="text-ink-2">
        {hasWebhook ? "It tells Catalyst what happens." : "It tells nothing: there is no secret for its webhook."}{" "}
        {canLink ? "People can link their accounts by it." : "People can't link their accounts by it."}{" "}
        <OuterLink href={installAddress}>Install it in a repository</OuterLink>
      </p>
      <MachineUsers app={app} />
      {fault === null ? null : <FaultNote fault={fault} />}
      {seen === null ? null : <Installations seen={seen} />}
    </div>
  );
}

function Installations({ seen }: { seen: GitHubInstallation[] }) {
  return (
    <div role="status">
      {seen.length === 0 ? <p className="text-ink-2">Nobody let it in yet: install it in a repository.</p> : null}
      <ul className="flex flex-col gap-1">
        {seen.map(({ installationId, account, isSuspended, count, repositories }) => (
          <li key={installationId}>
            <details>
              <summary>
                {visibleText(account)}: {count} {count === 1 ? "repository" : "repositories"}
                {isSuspended ? <span className="text-bad"> · suspended at GitHub</span> : null}
              </summary>
              <ul className="pl-5 font-mono text-xs text-ink-2">
                {repositories.map((name) => (
                  <li key={name}>{visibleText(name)}</li>
                ))}
                {count > repositories.length ? <li>and {count - repositories.length} others</li> : null}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </div>
  );
}

function RemoveApp({ app: { id, slug } }: { app: GitHubApp }) {
  const [isOpen, setIsOpen] = useState(false);
  const { isBusy, fault, act } = useAct();
  const remove = () =>
    act(
      () => removeGitHubApp(id),
      () => setIsOpen(false),
    );
  return (
    <>
      <Button tone="danger" aria-label={`Remove ${slug}`} onClick={() => setIsOpen(true)}>
        Remove
      </Button>
      <Question
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`Forget ${visibleText(slug)}?`}
        command={`catalyst github remove ${slug}`}
        confirm={{ words: "Remove", isDanger: true, isBusy, onConfirm: remove }}
      >
        <p>
          What it told is forgotten with it, and nothing is heard or published by it any more. At GitHub it stays:
          delete it there, too, if nobody needs it.
        </p>
        {fault === null ? null : <FaultNote fault={fault} />}
      </Question>
    </>
  );
}
