import type { Event, TaskChange as ToldChange } from "@catalyst/api";
import { type ExecutionEvent, passOn, type TaskChange } from "@catalyst/core";
import { z } from "zod";

const Body = z.looseObject({ type: z.string() });
const Actor = z.looseObject({ kind: z.string() });

export function presentEvent({ executionId, number, source, sourceNumber, at, body }: ExecutionEvent): Event {
  return { executionId, number, source, sourceNumber, at: at.toISOString(), body: presentBody(body) };
}

export function presentChange({ taskId, number, position, at, actor, body }: TaskChange): ToldChange {
  return { taskId, number, position, at: at.toISOString(), actor: presentActor(actor), body: presentBody(body) };
}

/** Also one of a kind that only a newer version knows. */
function presentActor(actor: TaskChange["actor"]): ToldChange["actor"] {
  const stored = actor?.kind === "unknown" ? actor.stored : actor;
  return stored === null ? null : (Actor.safeParse(stored).data ?? { kind: "unknown" });
}

/** A body as it was stored, also one that only a newer version knows. */
function presentBody(body: Parameters<typeof passOn>[0]): z.infer<typeof Body> {
  return Body.safeParse(passOn(body)).data ?? { type: "unknown" };
}
