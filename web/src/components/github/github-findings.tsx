"use client";

import type { GitHubFinding } from "@catalyst/api";
import { useState } from "react";
import { type GitHubInspection, inspectGitHub } from "../../actions/github.ts";
import type { Mark } from "../../tasks/mark-of.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Button } from "../parts/form/button.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { Section } from "../parts/shown/section.tsx";
import { StatusMark } from "../parts/shown/status-mark.tsx";
import { OuterLink } from "../parts/text/outer-link.tsx";

const STATES: Record<GitHubFinding["state"], { mark: Mark; word: string }> = {
  ok: { mark: "ok", word: "In order" },
  limited: { mark: "asks", word: "Works, with something to know" },
  failed: { mark: "bad", word: "Doesn't work" },
};

/** How the Apps stand at GitHub: whether anything is heard of them, what they may, and where to mend what is missing. */
export function GitHubFindings() {
  const [found, setFound] = useState<GitHubInspection | null>(null);
  const { isBusy, fault, act } = useAct();
  const inspect = () =>
    act(async () => {
      const result = await inspectGitHub();
      setFound(result.ok ? result.value : null);
      return result;
    });
  return (
    <Section
      title="2. Whether it is heard"
      hint="Asks GitHub how the Apps stand: keys, permissions, the webhook and its last deliveries, and the repositories that it is shown."
      action={
        <Button disabled={isBusy} onClick={inspect}>
          {isBusy ? "Looking…" : "Check"}
        </Button>
      }
    >
      {fault === null ? null : <FaultNote fault={fault} />}
      <div role="status">
        {found === null ? null : (
          <>
            {found.data.length === 0 ? <p className="text-ink-2">There is nothing to look at yet.</p> : null}
            <ul>
              {found.data.map((finding) => (
                <li
                  key={[finding.host, finding.app, finding.repository, finding.check, finding.detail].join(" ")}
                  className="flex gap-2.5 border-b border-line py-2"
                >
                  <Finding finding={finding} />
                </li>
              ))}
            </ul>
            {found.leftOut === 0 ? null : (
              <p className="pt-2 text-ink-2">{found.leftOut} repositories weren't looked at: there are too many.</p>
            )}
          </>
        )}
      </div>
      <div className="max-w-xl">
        <CopyLine text="catalyst github doctor" />
      </div>
    </Section>
  );
}

function Finding({ finding: { app, repository, check, state, detail, page, clicks } }: { finding: GitHubFinding }) {
  const { mark, word } = STATES[state];
  return (
    <>
      <StatusMark mark={mark} word={word} className="mt-1" />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <p>
          <span className="font-[550]">
            {visibleText(repository ?? app)}: {check}
          </span>{" "}
          {visibleText(detail)}
        </p>
        {page === null ? null : (
          <p>
            <OuterLink href={page}>Mend it at GitHub</OuterLink>
            {clicks === null ? null : <span className="text-ink-2"> {visibleText(clicks)}</span>}
          </p>
        )}
      </div>
    </>
  );
}
