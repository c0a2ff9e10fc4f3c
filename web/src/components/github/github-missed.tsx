"use client";

import type { MissedRequest } from "@catalyst/api";
import { useState } from "react";
import { beginMissedRequests, findMissedRequests, type MissedRequests } from "../../actions/github.ts";
import { visibleText } from "../../words/visible-text.ts";
import { Button } from "../parts/form/button.tsx";
import { useAct } from "../parts/form/use-act.ts";
import { CopyLine } from "../parts/shown/copy-line.tsx";
import { FaultNote } from "../parts/shown/fault-note.tsx";
import { Section } from "../parts/shown/section.tsx";
import { Moment } from "../parts/time/moment.tsx";

const ASKED: Record<MissedRequest["asked"], string> = {
  assigned: "assigned",
  labeled: "labelled",
  review_requested: "asked for a review of",
};

/** What was asked before anybody listened, to be begun now by whoever looks at it. */
export function GitHubMissed() {
  const [found, setFound] = useState<MissedRequests | null>(null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const { isBusy, fault, act } = useAct();
  const find = () =>
    act(async () => {
      const result = await findMissedRequests();
      setFound(result.ok ? result.value : null);
      setLeft(new Set());
      return result;
    });
  const chosen = (found?.data ?? []).filter((request) => !left.has(keyOf(request)));
  const begin = () =>
    act(
      () => beginMissedRequests(chosen.map(({ appId, repositoryId, eventId }) => ({ appId, repositoryId, eventId }))),
      () => setFound({ data: (found?.data ?? []).filter((request) => left.has(keyOf(request))), isWhole: true }),
    );
  return (
    <Section
      title="What was missed"
      hint="Assignments, labels and requests for review that were made while nobody listened, and still stand."
      action={
        <Button disabled={isBusy} onClick={find}>
          Look for them
        </Button>
      }
    >
      {fault === null ? null : <FaultNote fault={fault} />}
      <div role="status">
        {found?.data.length === 0 ? <p className="text-ink-2">Nothing is left to begin.</p> : null}
      </div>
      {found === null || found.data.length === 0 ? null : (
        <>
          <ul>
            {found.data.map((request) => (
              <li key={keyOf(request)} className="border-b border-line">
                <Missed
                  request={request}
                  isChosen={!left.has(keyOf(request))}
                  onChoose={(isChosen) => setLeft(without(left, keyOf(request), isChosen))}
                />
              </li>
            ))}
          </ul>
          {found.isWhole ? null : (
            <p className="text-ink-2">There is more than was looked at: look again after these.</p>
          )}
          <div>
            <Button tone="primary" disabled={isBusy || chosen.length === 0} onClick={begin}>
              Begin {chosen.length} now
            </Button>
          </div>
        </>
      )}
      <div className="max-w-xl">
        <CopyLine text="catalyst github backfill" />
      </div>
    </Section>
  );
}

interface MissedProps {
  request: MissedRequest;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
}

function Missed({ request, isChosen, onChoose }: MissedProps) {
  const { repository, number, title, asked, by, at } = request;
  return (
    <label className="flex items-start gap-2.5 py-2">
      <input
        type="checkbox"
        checked={isChosen}
        onChange={(event) => onChoose(event.target.checked)}
        className="mt-1 accent-accent"
      />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <span className="font-[550]">{visibleText(title)}</span>{" "}
        <span className="font-mono text-xs text-ink-2">
          {visibleText(repository)}#{number}
        </span>
        <span className="block text-xs text-ink-2">
          {visibleText(by)} {ASKED[asked]} it · <Moment at={at} />
        </span>
      </span>
    </label>
  );
}

const keyOf = ({ appId, repositoryId, eventId }: MissedRequest) => `${appId} ${repositoryId} ${eventId}`;

function without(left: ReadonlySet<string>, key: string, isChosen: boolean): ReadonlySet<string> {
  const next = new Set(left);
  if (isChosen) {
    next.delete(key);
  } else {
    next.add(key);
  }
  return next;
}
