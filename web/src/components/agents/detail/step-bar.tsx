import type { Task } from "@catalyst/api";
import { classNames } from "../../parts/class-names.ts";

const STEPS = ["Prepared", "Setup", "Agent", "Verify", "Publish"] as const;
type StepName = (typeof STEPS)[number];

const AT: Partial<Record<Task["status"], StepName>> = {
  pending: "Prepared",
  provisioning: "Setup",
  running: "Agent",
  awaiting_approval: "Publish",
  paused_budget: "Agent",
  publishing: "Publish",
};

const FAILED_AT: Partial<Record<NonNullable<Task["failureReason"]>, StepName>> = {
  setup_failed: "Setup",
  installation_failed: "Setup",
  settings_invalid: "Prepared",
  base_gone: "Prepared",
  isolation_unavailable: "Prepared",
  gateway_unavailable: "Prepared",
  environment_refused: "Prepared",
  not_allowed: "Prepared",
  request_invalid: "Prepared",
  repository_unavailable: "Prepared",
  credential_missing: "Prepared",
  verify_failed: "Verify",
  policy_violation: "Publish",
  branch_conflict: "Publish",
  work_not_taken: "Publish",
};

/** How far a task is; where it failed, with the first line of why. */
export function StepBar({ task }: { task: Pick<Task, "status" | "failureReason" | "errorMessage"> }) {
  const isFailed = task.status === "failed";
  const name = isFailed ? (FAILED_AT[task.failureReason ?? "agent_failed"] ?? "Agent") : AT[task.status];
  const at = name === undefined ? STEPS.length : STEPS.indexOf(name);
  return (
    <ol className="grid grid-cols-5 gap-0 px-5 pt-3 max-sm:px-3.5" aria-label="Steps">
      {STEPS.map((step, index) => (
        <li
          key={step}
          aria-current={index === at ? "step" : undefined}
          className={classNames("min-w-0", index !== at && "max-sm:[&>span]:sr-only")}
        >
          <div aria-hidden className={classNames("mb-1.5 h-0.75", colourOf(index, { at, isFailed }))} />
          <span className={classNames("block truncate text-xs font-[550]", isFailed && index === at && "text-bad")}>
            {step}
            {wordOf(index, { at, isFailed })}
          </span>
        </li>
      ))}
    </ol>
  );
}

interface Place {
  at: number;
  isFailed: boolean;
}

function colourOf(index: number, { at, isFailed }: Place): string {
  if (index === at) {
    return isFailed ? "bg-bad" : "bg-running";
  }
  return index < at ? "bg-ok" : "bg-line";
}

function wordOf(index: number, { at, isFailed }: Place): string {
  if (index === at) {
    return isFailed ? " failed" : "";
  }
  return "";
}
