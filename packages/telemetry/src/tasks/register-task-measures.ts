import type { FailureReason, TaskMeasures } from "@catalyst/core";
import { Counter, Histogram, type Registry } from "prom-client";

/** The target is a minute. */
const PROVISION_BUCKETS = [0.5, 1, 2, 5, 10, 20, 30, 45, 60, 90, 120, 300];
/** The target is half an hour. */
const TASK_BUCKETS = [15, 30, 60, 120, 300, 600, 900, 1200, 1800, 2700, 3600, 7200, 14_400, 86_400];
/** What a label says of an agent that the registry doesn't have: projects call theirs as they like. */
const CUSTOM_AGENT = "custom";
/** What alerts are made of: the first of them is an increase only where there was a zero before. */
const ALERTED = ["isolation_unavailable", "environment_refused", "internal_error"] satisfies FailureReason[];
/** How the policy calls its rules. They are its own words: nothing in a result makes one. */
const RULE = /^[a-z_]{1,40}$/;

/** What is measured of tasks, by whichever process moves them. Every label is from a list of ours. */
export function registerTaskMeasures(registry: Registry, agents: ReadonlySet<string>): TaskMeasures {
  const registers = [registry];
  const provisions = new Histogram({
    name: "catalyst_env_provision_duration_seconds",
    help: "From the beginning of an environment's provisioning until it runs, or failed for a reason of its own.",
    labelNames: ["outcome", "agent"],
    buckets: PROVISION_BUCKETS,
    registers,
  });
  const tasks = new Histogram({
    name: "catalyst_task_duration_seconds",
    help: "From when a task was asked for, or asked to go on, until its end, with all that it waited for.",
    labelNames: ["outcome", "publication"],
    buckets: TASK_BUCKETS,
    registers,
  });
  const proposals = new Histogram({
    name: "catalyst_issue_to_pull_request_seconds",
    help: "From when a task about an issue was asked for until its first pull request was opened.",
    buckets: TASK_BUCKETS,
    registers,
  });
  const ends = new Counter({
    name: "catalyst_executions_ended_total",
    help: "Executions that ended, by how and why.",
    labelNames: ["outcome", "reason", "agent"],
    registers,
  });
  for (const agent of [...agents, CUSTOM_AGENT]) {
    ALERTED.forEach((reason) => void ends.inc({ outcome: "failed", reason, agent }, 0));
  }
  const findings = new Counter({
    name: "catalyst_policy_findings_total",
    help: "What the policy found in results that were to be published, by its rule.",
    labelNames: ["rule"],
    registers,
  });
  const agentLabel = (id: string | null) => {
    const known = id === null ? "none" : CUSTOM_AGENT;
    return id !== null && agents.has(id) ? id : known;
  };
  return {
    provisioned: ({ outcome, agent, seconds }) => provisions.observe({ outcome, agent: agentLabel(agent) }, seconds),
    taskEnded: ({ outcome, publication, seconds }) => tasks.observe({ outcome, publication }, seconds),
    proposed: (seconds) => proposals.observe(Math.max(0, seconds)),
    executionEnded: ({ outcome, reason, agent }) =>
      ends.inc({ outcome, reason: reason ?? "none", agent: agentLabel(agent) }),
    policyFound(rules) {
      for (const rule of rules) {
        findings.inc({ rule: RULE.test(rule) ? rule : "other" });
      }
    },
  };
}
