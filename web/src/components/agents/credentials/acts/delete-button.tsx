"use client";

import type { Credential } from "@catalyst/api";
import { useState } from "react";
import { deleteAgentCredential } from "../../../../actions/agent-credentials.ts";
import type { KeyOwner } from "../../../../credentials/key-owner.ts";
import { titleOf } from "../../../../credentials/providers.ts";
import { agentName } from "../../../../words/agent-name.ts";
import { Button } from "../../../parts/form/button.tsx";
import { Question } from "../../../parts/form/question.tsx";
import { useAct } from "../../../parts/form/use-act.ts";
import { FaultNote } from "../../../parts/shown/fault-note.tsx";

interface DeleteButtonProps {
  credential: Credential;
  owner: KeyOwner;
}

/** Asks once, and names what fails without it. */
export function DeleteButton({ credential, owner: { project, team } }: DeleteButtonProps) {
  const { id, name, hint, agents, kind } = credential;
  const [isOpen, setIsOpen] = useState(false);
  const { isBusy, fault, act } = useAct();
  const title = titleOf(credential);
  const remove = () =>
    act(
      () => deleteAgentCredential({ id, project }),
      () => setIsOpen(false),
    );
  return (
    <>
      <Button tone="danger" aria-label={`Delete the ${title}`} onClick={() => setIsOpen(true)}>
        Delete
      </Button>
      <Question
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`Delete the ${title}${hint === "" ? "" : ` …${hint}`}?`}
        command={`catalyst credentials remove ${name}${project === null ? "" : ` --project ${project}`}`}
        confirm={{ words: "Delete", isDanger: true, isBusy, onConfirm: remove }}
      >
        <p className="text-ink-2">
          {agents.length === 0
            ? "No agent takes it now, so none fails without it."
            : `${agents.map(agentName).join(", ")} fail${agents.length === 1 ? "s" : ""} without it, where there is no other key: for ${team === null ? "you" : `all of ${team}`}, from the next request on, in running tasks too.`}
        </p>
        <p className="text-ink-2">
          It is deleted here alone: {kind === "key" ? "revoke it" : "sign it out"} at its provider, too, if somebody
          else may have it.
        </p>
        {fault === null ? null : <FaultNote fault={fault} />}
      </Question>
    </>
  );
}
