import type { Event } from "@catalyst/api";

/** How many tokens the model had before it at its last request, of how many that it takes; null: that isn't known. */
export interface ContextUse {
  tokens: number;
  window: number | null;
}

/** By the newest request; null: this is none. */
export function contextUseOf({ body }: Pick<Event, "body">): ContextUse | null {
  if (body.type !== "usage" || typeof body.usage !== "object" || body.usage === null) {
    return null;
  }
  const counts = body.usage as Record<string, unknown>;
  const count = (name: string) => (typeof counts[name] === "number" ? (counts[name] as number) : 0);
  const tokens = count("inputTokens") + count("cacheReadTokens") + count("cacheWriteTokens") + count("outputTokens");
  return { tokens, window: typeof body.windowTokens === "number" ? body.windowTokens : null };
}
