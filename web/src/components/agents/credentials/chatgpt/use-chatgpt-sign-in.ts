"use client";

import { awaitWish } from "@catalyst/api/own";
import { useEffect, useRef, useState } from "react";
import { beginChatGptSignIn } from "../../../../actions/agent-credentials.ts";
import { browserClient } from "../../../../api/browser-client.ts";
import { type Fault, faultOf } from "../../../../api/fault.ts";
import { type ProgressShown, shownProgress } from "../../../../credentials/shown-progress.ts";
import { useAct } from "../../../parts/form/use-act.ts";

interface ChatGptSignIn {
  /** null: none goes on. */
  progress: ProgressShown | null;
  isDone: boolean;
  isBusy: boolean;
  fault: Fault | null;
  begin: (isReplacing: boolean) => void;
}

const BEGUN: ProgressShown = { kind: "words", words: "Asking ChatGPT for a code" };

/** Signs in to ChatGPT by a code; the login is stored where no page sees it. Who leaves the page may still finish it there. */
export function useChatGptSignIn(): ChatGptSignIn {
  const [progress, setProgress] = useState<ProgressShown | null>(null);
  const [isDone, setIsDone] = useState(false);
  const [ended, setEnded] = useState<Fault | null>(null);
  const left = useRef<AbortController>(undefined);
  const { isBusy, fault, act } = useAct();
  useEffect(() => () => left.current?.abort(), []);
  const begin = (isReplacing: boolean) => {
    setEnded(null);
    act(async () => {
      const begun = await beginChatGptSignIn(isReplacing);
      if (begun.ok) {
        setProgress(BEGUN);
        left.current = new AbortController();
        const { signal } = left.current;
        const onProgress = (said: string) => setProgress(shownProgress(said));
        awaitWish(browserClient(), begun.value, { onProgress, signal })
          .then(
            () => signal.aborted || finish(),
            (error: unknown) => signal.aborted || setEnded(faultOf(error)),
          )
          .finally(() => signal.aborted || setProgress(null));
      }
      return begun;
    });
  };
  const finish = () => {
    setIsDone(true);
    // The list beside it is read anew.
    act(async () => ({ ok: true, value: null }));
  };
  return { progress, isDone, isBusy, fault: ended ?? fault, begin };
}
