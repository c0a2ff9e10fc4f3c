"use client";

import type { Credential } from "@catalyst/api";
import type { ReactNode } from "react";
import { titleOf } from "../../../credentials/providers.ts";
import { agentName } from "../../../words/agent-name.ts";
import { agoWords } from "../../../words/time-words.ts";
import { visibleText } from "../../../words/visible-text.ts";
import { StatusMark } from "../../parts/shown/status-mark.tsx";
import { useNow } from "../../parts/time/use-now.ts";
import { Ago } from "./ago.tsx";

const TESTED = {
  ok: "tested and works,",
  rejected: "tested and rejected,",
  unreachable: "couldn't be tested,",
} as const;

/** What is ever told of a key, in two lines, and what is wrong with it. */
export function CredentialFacts({ credential }: { credential: Credential }) {
  const { hint, provider, agents, baseUrl, lastUsedAt, isOpen, signInNeeded, limit, lastTest } = credential;
  return (
    <div className="min-w-0 flex-1 basis-64">
      <p className="flex items-center gap-2 font-[550]">
        <span
          aria-hidden
          className="grid size-5 shrink-0 place-items-center rounded-control border border-line bg-sunken text-xs text-ink-2 uppercase"
        >
          {provider.slice(0, 1)}
        </span>
        <span>{titleOf(credential)}</span>
        {hint === "" ? null : <span className="font-mono text-xs font-normal text-ink-2">…{hint}</span>}
      </p>
      <p className="text-xs text-ink-2">
        {agents.length === 0 ? "No agent takes it" : `For ${agents.map(agentName).join(", ")}`}
        {" · "}
        {lastUsedAt === null ? "never used" : <Ago at={lastUsedAt} word="used" />}
        {lastTest === null ? null : (
          <>
            {" · "}
            <Ago at={lastTest.at} word={TESTED[lastTest.outcome]} />
          </>
        )}
        {isOpen ? " · pays for others as well" : null}
      </p>
      {baseUrl === null ? null : <p className="truncate font-mono text-xs text-ink-2">{visibleText(baseUrl)}</p>}
      {signInNeeded === null ? null : (
        <Trouble>It must be signed in anew: {visibleText(signInNeeded)} Replace it.</Trouble>
      )}
      {lastTest?.outcome === "rejected" && signInNeeded === null ? (
        <Trouble>Its provider rejected it when it was tried last. Replace it.</Trouble>
      ) : null}
      <Limit limit={limit} />
    </div>
  );
}

/** Of a subscription; what its provider told is over once the time has passed. */
function Limit({ limit }: Pick<Credential, "limit">) {
  const now = useNow(60_000);
  const resetsAt = limit?.resetsAt == null ? null : new Date(limit.resetsAt);
  if (now === null || limit?.isReached !== true || (resetsAt !== null && resetsAt <= now)) {
    return null;
  }
  return <Trouble>Its limit is reached{resetsAt === null ? "" : `; it resets in ${agoWords(now, resetsAt)}`}.</Trouble>;
}

function Trouble({ children }: { children: ReactNode }) {
  return (
    <p className="mt-1 flex items-start gap-2">
      <StatusMark mark="asks" className="mt-1" />
      <span>{children}</span>
    </p>
  );
}
