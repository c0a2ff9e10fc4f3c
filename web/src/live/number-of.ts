/** The place of an item in its topic: an execution's events and one task's changes count, changes of many tasks have positions. */
export function numberOf(topic: string, item: unknown): number {
  const { number, position } = item as { number?: unknown; position?: unknown };
  const isCounted = topic.startsWith("task:") || topic.startsWith("execution:");
  const place = isCounted ? number : position;
  return typeof place === "number" ? place : 0;
}
