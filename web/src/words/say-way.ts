import type { Way } from "@catalyst/api";

type Said = Record<string, unknown>;

/** What to do, in the words of a page. null: nothing that this version can say. */
export function sayWay(way: Way | null): string | null {
  return way === null ? null : (SENTENCES[way.kind]?.(way as Said) ?? null);
}

const SENTENCES: Record<string, (way: Said) => string> = {
  write_prompt: () => "Say what is wanted.",
  retry_task: () => "Try again.",
  see_log: () => "Read what it did; then try again.",
  update_branch: () => "The base can be merged into the branch instead.",
  send_message: () => "Say what is wanted in a message.",
  decide_plan: () => "Approve its plan, or say what to change.",
  give_feedback: () => "Say what to change.",
  pick_result: () => "Compare the results, then publish one.",
  publish_task: () => "It can be published all the same.",
  check_again: () => "It may be readable by now: publish it again.",
  send_or_publish: () => "Give the agent another turn by a message, or publish it as it is.",
  accept_findings: ({ rules }) => `Look at it. To publish it all the same, accept ${list(rules)}.`,
  add_credential: ({ providers }) => `Add a key of ${list(providers)} in Settings.`,
  connect_account: () => "Connect your account of the forge and add a key, in Settings.",
  replace_credential: ({ provider }) => `Add another key of ${list([provider])} in Settings.`,
  sign_in_to_provider: ({ provider }) => `Sign in to ${list([provider])} again, in Settings.`,
  raise_budget: () => "Give it more budget.",
  raise_limit: ({ limit }) => `Give it more ${list([limit])} in the project's settings.`,
  wait: () => "Wait a while, then try again.",
  enable_agent: ({ agent }) => `Enable ${list([agent])} in the project's settings.`,
  allow_hosts: ({ hosts }) => `The project's owner can allow ${list(hosts)} in its settings.`,
  set_setting: ({ key }) => `Change ${list([key])} in the project's settings.`,
  ask_owner: () => "The project's owner can allow it.",
  mend: ({ what }) => `Mend it: ${list([what])}. Then try again.`,
  add_github_app: () => "Add a GitHub App that is installed there, in Settings.",
  see_doctor: () => "On the server's machine, catalyst doctor says what is wrong.",
  see_service_logs: () => "The server's logs say more.",
  free_space: () => "Free some space on the server's machine.",
  sign_in: () => "Sign in.",
};

function list(values: unknown): string {
  return (Array.isArray(values) ? values : [values]).map((value) => String(value).replaceAll("_", " ")).join(", ");
}
