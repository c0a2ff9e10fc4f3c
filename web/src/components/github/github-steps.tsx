import type { GitHubSetup, GitHubTrigger } from "@catalyst/api";
import type { ReactNode } from "react";
import { visibleText } from "../../words/visible-text.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { Section } from "../parts/shown/section.tsx";
import { StatusMark } from "../parts/shown/status-mark.tsx";
import { OuterLink } from "../parts/text/outer-link.tsx";
import { Moment } from "../parts/time/moment.tsx";

interface GitHubStepsProps {
  apps: GitHubSetup[];
  /** The newest first. */
  triggers: GitHubTrigger[];
}

/** How far GitHub is set up, in three steps, each with what is to be done for it and by whom. */
export function GitHubSteps({ apps, triggers }: GitHubStepsProps) {
  const installed = apps.reduce((sum, { installations }) => sum + installations, 0);
  const [newest] = triggers;
  const done = [apps.length > 0, installed > 0, newest !== undefined];
  const next = done.indexOf(false);
  const undone = (at: number): StepState => (at === next ? "next" : "later");
  const stateOf = (at: number) => (done[at] === true ? "done" : undone(at));
  return (
    <Section
      title="From an issue to a pull request, in three steps"
      hint="Catalyst hears what is asked at GitHub and acts there by an App of yours."
    >
      <ol className="flex flex-col gap-4">
        <Step number={1} title="An App" state={stateOf(0)}>
          {apps.length === 0 ? (
            <>
              There is none yet. Whoever owns the server's machine makes one there, with a page of GitHub's:
              <CopyLine text="catalyst github setup" />
              To try it first, without an App, have one repository watched as yourself: see below.
            </>
          ) : (
            apps.map(({ host, slug, hasWebhook }) => (
              <p key={`${host} ${slug}`}>
                {visibleText(slug)} at {host}
                {hasWebhook ? "" : ", which tells nothing by itself: what happens is looked for"}
              </p>
            ))
          )}
        </Step>
        <Step number={2} title="Installed in a repository" state={stateOf(1)}>
          {installed > 0 ? <p>{installed === 1 ? "One account" : `${installed} accounts`} let it in.</p> : null}
          {apps.map(({ host, slug, installAddress }) => (
            <p key={`${host} ${slug}`}>
              <OuterLink href={installAddress}>{`Install ${visibleText(slug)} in a repository`}</OuterLink>
            </p>
          ))}
        </Step>
        <Step number={3} title="Something was heard" state={stateOf(2)}>
          {newest === undefined ? (
            <WaysToAsk apps={apps} />
          ) : (
            <p>
              Last <Moment at={newest.happenedAt} />, in {visibleText(newest.repositoryName)}.
            </p>
          )}
        </Step>
      </ol>
    </Section>
  );
}

/** GitHub lets no App be picked, and whoever isn't in a repository can't be, either: it takes that without a word. */
function WaysToAsk({ apps }: Pick<GitHubStepsProps, "apps">) {
  const slugs = apps.map(({ slug }) => `@${visibleText(slug)}`);
  const picked = [...new Set(apps.flatMap(({ pickedAs }) => pickedAs))].map(visibleText);
  return (
    <>
      <p>In an issue of such a repository, write {slugs.length === 0 ? "to it" : slugs.join(" or ")} in a comment:</p>
      <CopyLine text={`${slugs[0] ?? "@catalyst"} please fix this`} />
      <p className="mt-1.5">
        Or put the label catalyst on it.
        {picked.length === 0
          ? ""
          : ` Or assign it to ${picked.join(" or ")}, once that account has the role Triage in the repository.`}
      </p>
    </>
  );
}

type StepState = "done" | "next" | "later";

const STEP_MARKS = {
  done: { mark: "ok", word: "Done" },
  next: { mark: "asks", word: "To do" },
  later: { mark: "off", word: "After that" },
} as const;

interface StepProps {
  number: number;
  title: string;
  state: StepState;
  children: ReactNode;
}

function Step({ number, title, state, children }: StepProps) {
  return (
    <li className="flex gap-3">
      <span className="pt-1">
        <StatusMark {...STEP_MARKS[state]} />
      </span>
      <div className="min-w-0 text-ink-2">
        <h3 className="font-[550] text-ink">
          {number}. {title}
        </h3>
        {children}
      </div>
    </li>
  );
}
