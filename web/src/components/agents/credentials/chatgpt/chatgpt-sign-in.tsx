"use client";

import { visibleText } from "../../../../words/visible-text.ts";
import { Button } from "../../../parts/form/button.tsx";
import { CopyLine } from "../../../parts/shown/copy-line.tsx";
import { FaultNote } from "../../../parts/shown/fault-note.tsx";
import { OuterLink } from "../../../parts/text/outer-link.tsx";
import { useChatGptSignIn } from "./use-chatgpt-sign-in.ts";

/** A ChatGPT subscription instead of a key: signed in at ChatGPT itself, by a code. It is its person's alone. */
export function ChatGptSignIn({ isReplacing }: { isReplacing: boolean }) {
  const { progress, isDone, isBusy, fault, begin } = useChatGptSignIn();
  return (
    <section aria-label="ChatGPT subscription" className="flex flex-col gap-2 border-t border-line pt-3">
      <p className="text-ink-2">
        Or use your ChatGPT subscription: sign in there by a code, and Codex CLI works with it.
      </p>
      {progress === null ? (
        <div>
          <Button disabled={isBusy} onClick={() => begin(isReplacing || fault?.code === "conflict")}>
            {fault?.code === "conflict" ? "Replace it: sign in to ChatGPT" : "Sign in to ChatGPT"}
          </Button>
        </div>
      ) : null}
      <div role="status" className="flex flex-col gap-2">
        {progress?.kind === "words" ? <p>{visibleText(progress.words)} …</p> : null}
        {progress?.kind === "code" ? (
          <>
            <p>
              Open <OuterLink href={progress.address}>{progress.address}</OuterLink> and type this code, within 15
              minutes. Type there no code that somebody else gave you.
            </p>
            <CopyLine text={progress.code} />
            <p className="text-ink-2">This page goes on by itself once you agreed there.</p>
          </>
        ) : null}
        {isDone ? <p className="text-ok">The ChatGPT subscription is stored.</p> : null}
      </div>
      {fault === null ? null : <FaultNote fault={fault} />}
    </section>
  );
}
