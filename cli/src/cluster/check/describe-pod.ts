import { z } from "zod";

const Ended = z.object({
  reason: z.string().default(""),
  message: z.string().default(""),
  exitCode: z.int().default(0),
});
const State = z
  .object({
    waiting: z.object({ reason: z.string().default(""), message: z.string().default("") }).optional(),
    terminated: Ended.optional(),
  })
  .default({});
const Container = z.object({
  name: z.string(),
  image: z.string().default(""),
  ready: z.boolean().default(false),
  state: State,
  lastState: State,
});

export const PodState = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
  status: z
    .object({
      phase: z.string().default(""),
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), message: z.string().default("") }))
        .default([]),
      initContainerStatuses: z.array(Container).default([]),
      containerStatuses: z.array(Container).default([]),
    })
    .prefault({}),
});
export type PodState = z.infer<typeof PodState>;

const PULLS = /^(ErrImage|ImagePull|InvalidImage)/;
const MAX_WORDS = 300;

/** What keeps a pod from working, in one sentence; null: nothing that it tells. */
export function describePod({ status }: PodState): string | null {
  const scheduled = status.conditions.find(({ type }) => type === "PodScheduled");
  if (scheduled?.status === "False") {
    return `no node takes it: ${cut(scheduled.message)}`;
  }
  const told = [...status.initContainerStatuses, ...status.containerStatuses].map(describeContainer);
  return told.find((sentence) => sentence !== null) ?? null;
}

function describeContainer({ name, image, state, lastState }: z.infer<typeof Container>): string | null {
  const { waiting } = state;
  if (waiting !== undefined && PULLS.test(waiting.reason)) {
    return `the image ${image} can't be had: ${cut(waiting.message || waiting.reason)}`;
  }
  const ended = state.terminated ?? lastState.terminated;
  if (ended !== undefined && ended.exitCode !== 0) {
    return `${name} ended with ${ended.exitCode}: ${cut(lastWords(ended.message) || ended.reason)}`;
  }
  return waiting === undefined || waiting.message === "" ? null : `${name} waits: ${cut(waiting.message)}`;
}

/** Of a log of ours the last line's message, else the last line. */
function lastWords(text: string): string {
  const line = text.trim().split("\n").at(-1) ?? "";
  try {
    return z.object({ msg: z.string() }).parse(JSON.parse(line)).msg;
  } catch {
    return line;
  }
}

function cut(text: string): string {
  return text.length > MAX_WORDS ? `${text.slice(0, MAX_WORDS)}…` : text;
}
