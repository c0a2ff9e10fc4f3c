"use client";

import { type FormEvent, useId, useState } from "react";
import { type GitHubLink, removeGitHubLinks } from "../../actions/github.ts";
import { Button } from "../parts/form/button.tsx";
import { Question } from "../parts/form/question.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { Section } from "../parts/shown/section.tsx";
import { OuterLink } from "../parts/text/outer-link.tsx";
import { useDeviceFlow } from "./use-device-flow.ts";

/** Whose accounts of GitHubs they are: what is asked for by one is its person's. */
export function GitHubLinks({ links, hosts }: { links: GitHubLink[]; hosts: string[] }) {
  const known = [...new Set(links.map(({ host }) => host))];
  return (
    <Section
      title="Your account of GitHub"
      hint="What you ask for there, by a comment or an assignment, runs with your keys once Catalyst knows that it is you."
    >
      {links.length === 0 ? <p className="text-ink-2">None is linked yet.</p> : null}
      <ul>
        {known.map((host) => (
          <li key={host} className="flex items-center gap-3 border-b border-line py-2">
            <span className="mr-auto">
              <span className="font-[550]">{host}</span>{" "}
              <span className="text-ink-2">
                account{" "}
                {links
                  .filter((link) => link.host === host)
                  .map(({ accountId }) => accountId)
                  .join(", ")}
              </span>
            </span>
            <Unlink host={host} />
          </li>
        ))}
      </ul>
      <Connect hosts={hosts} />
    </Section>
  );
}

function Connect({ hosts }: { hosts: string[] }) {
  const [host, setHost] = useState(hosts[0] ?? "github.com");
  const { begun, linked, isBusy, fault, begin, stop } = useDeviceFlow();
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin(host.trim().toLowerCase());
  };
  return (
    <div className="flex max-w-xl flex-col gap-3">
      {begun === null ? (
        <form onSubmit={submit} className="flex flex-wrap items-center gap-2">
          <label htmlFor={id} className="text-ink-2">
            Account of
          </label>
          <input
            id={id}
            value={host}
            required
            maxLength={255}
            onChange={(event) => setHost(event.target.value)}
            className="h-7 w-44 rounded-control border border-line bg-surface px-2 font-mono text-xs max-sm:h-11"
          />
          <Button tone="primary" type="submit" disabled={isBusy}>
            Connect
          </Button>
        </form>
      ) : (
        <div role="status" className="flex flex-col gap-2 rounded-box border border-line bg-surface p-4">
          <p>
            Open <OuterLink href={begun.page}>{begun.page}</OuterLink> and type this code, if nobody else gave it to
            you:
          </p>
          <CopyLine text={begun.userCode} />
          <div className="flex items-center justify-between text-ink-2">
            <span>Waiting until you agree there…</span>
            <Button onClick={stop}>Cancel</Button>
          </div>
        </div>
      )}
      <div role="status">{linked === null ? null : <p>{linked} is linked.</p>}</div>
      {fault === null ? null : <FaultNote fault={fault} />}
      <CopyLine text={`catalyst github connect${host === "github.com" ? "" : ` --host ${host}`}`} />
    </div>
  );
}

function Unlink({ host }: { host: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const { isBusy, fault, act } = useAct();
  const remove = () =>
    act(
      () => removeGitHubLinks(host),
      () => setIsOpen(false),
    );
  return (
    <>
      <Button tone="danger" aria-label={`Unlink ${host}`} onClick={() => setIsOpen(true)}>
        Unlink
      </Button>
      <Question
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`Unlink your accounts of ${host}?`}
        command={`catalyst github connect --host ${host} --remove`}
        confirm={{ words: "Unlink", isDanger: true, isBusy, onConfirm: remove }}
      >
        <p>What you ask for there is no longer known to be yours. What you asked for stays yours.</p>
        {fault === null ? null : <FaultNote fault={fault} />}
      </Question>
    </>
  );
}
