"use client";

import type { Step } from "@catalyst/api";
import { STEP_WORDS } from "../../../tasks/step-words.ts";
import { clockWords, lengthWords } from "../../../words/time-words.ts";
import { classNames } from "../../parts/class-names.ts";
import { useNow } from "../../parts/time/use-now.ts";

interface StepBarProps {
  steps: Step[];
  /** Somebody ended it: where it was then it was stopped, and nothing failed. */
  isStopped: boolean;
  /** Leads to where the step began in the log. */
  onChoose: (eventNumber: number) => void;
}

/** How far an execution is, and how long each step of it took: those alone that it has. */
export function StepBar({ steps, isStopped, onChoose }: StepBarProps) {
  if (steps.length === 0) {
    return null;
  }
  const at = steps.findIndex(({ state }) => state === "running" || state === "failed");
  const shownOnPhone = at === -1 ? steps.length - 1 : at;
  return (
    <ol aria-label="Steps" className="flex px-5 pt-3 max-sm:px-3.5">
      {steps.map((step, index) => (
        <li
          key={step.kind}
          aria-current={step.state === "running" ? "step" : undefined}
          className={classNames("min-w-0 flex-1", index !== shownOnPhone && "max-sm:[&>*:last-child]:sr-only")}
        >
          <div
            aria-hidden
            className={classNames(
              "mb-1.5 h-0.75",
              isStopped && step.state === "failed" ? "bg-off" : COLOURS[step.state],
            )}
          />
          <StepName {...{ step, isStopped, onChoose }} />
        </li>
      ))}
    </ol>
  );
}

const COLOURS: Record<Step["state"], string> = {
  waiting: "bg-line",
  running: "bg-running",
  done: "bg-ok",
  failed: "bg-bad",
};

function StepName({ step, isStopped, onChoose }: Omit<StepBarProps, "steps"> & { step: Step }) {
  const { kind, state, eventNumber } = step;
  const words = (
    <>
      <span className={classNames("font-[550]", state === "failed" && !isStopped && "text-bad")}>
        {STEP_WORDS[kind]}
        {state === "failed" ? ` ${isStopped ? "stopped" : "failed"}` : ""}
      </span>{" "}
      <StepTime step={step} />
    </>
  );
  return eventNumber === null ? (
    <span className="block truncate text-xs">{words}</span>
  ) : (
    <button
      type="button"
      title="To where it began in the log"
      onClick={() => onChoose(eventNumber)}
      className="block w-full truncate text-left text-xs hover:underline max-sm:min-h-6"
    >
      {words}
    </button>
  );
}

function StepTime({ step: { state, seconds, startedAt } }: { step: Step }) {
  const now = useNow(1000);
  const runsSince = state === "running" ? startedAt : null;
  if (runsSince !== null) {
    return now === null ? null : (
      <span className="text-ink-2">{clockWords(now.getTime() - new Date(runsSince).getTime())}</span>
    );
  }
  return seconds === null || state === "waiting" ? null : (
    <span className="text-ink-2">{lengthWords(seconds * 1000)}</span>
  );
}
